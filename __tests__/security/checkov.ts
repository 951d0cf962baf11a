/**
 * Runs checkov on plans, and reads the findings that `docs/security.md` accepts. It uses only the pinned version that
 * `.ci/run` installs, since another version would have other findings.
 */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { runCommand } from "../../src/clients/system/command";
import { expectExit } from "../support/project";

const folder = resolve("node_modules/.cache/checkov");
const program = resolve(folder, "bin/checkov");
const requirements = "__tests__/security/requirements.txt";

/** The next step if checkov is missing. */
export const missingCheckov: string | undefined = existsSync(program)
  ? undefined
  : `checkov: python3 -m venv ${folder} && ${folder}/bin/pip install -r ${requirements}`;

interface Finding {
  readonly check: string;
  /** Address in the plan, without that of the preset. */
  readonly resource: string;
}

interface Acceptance extends Finding {
  readonly why: string;
}

const report = z.object({
  summary: z.object({ passed: z.int(), resource_count: z.int(), checkov_version: z.string() }),
  results: z.object({ failed_checks: z.array(z.object({ check_id: z.string(), resource: z.string() })) }),
});
type CheckovReport = z.output<typeof report>;

/** Runs offline. A non-zero exit code means findings, not a failure of checkov. */
export async function checkov(plan: string, cwd: string): Promise<CheckovReport> {
  const options = ["--framework", "terraform_plan", "--skip-download", "--quiet", "--compact", "--soft-fail"];
  const command = [program, ...options, "--output", "json", "--file", plan] as const;
  const { stdout } = await expectExit(0, runCommand(command, { cwd, env: process.env }));
  const found = report.parse(JSON.parse(stdout));
  const pinned = /^checkov==(.+)$/m.exec(readFileSync(requirements, "utf8"))?.[1];
  if (found.summary.checkov_version !== pinned) {
    throw new Error(`checkov is ${found.summary.checkov_version}, not ${pinned ?? ""}: remove ${folder}`);
  }
  return found;
}

/** The rows of the table: check, requirement, resource and reason. */
export function acceptedFindings(markdown: string): readonly Acceptance[] {
  return [...markdown.matchAll(/^\| `(CKV\w+)` +\|[^|]+\| `([^`]+)` +\| ([^|]+?) +\|$/gm)].map(
    ([, check = "", resource = "", why = ""]) => ({ check, resource, why }),
  );
}

export function judge(findings: readonly Finding[], accepted: readonly Acceptance[]) {
  const covers = (one: Acceptance, finding: Finding) =>
    one.check === finding.check && one.resource === finding.resource;
  return {
    /** Found, and neither mended nor accepted. */
    open: findings.filter((finding) => !accepted.some((one) => covers(one, finding))),
    /** Accepted, and not found: a promise that nobody needs. */
    needless: accepted.filter((one) => !findings.some((finding) => covers(one, finding))),
  };
}
