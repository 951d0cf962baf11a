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
  /** The address in the plan, without the name of the preset. */
  readonly resource: string;
}

/** A finding that is accepted for a reason. */
interface Acceptance extends Finding {
  readonly why: string;
}

const report = z.object({
  summary: z.object({ passed: z.int(), resource_count: z.int(), checkov_version: z.string() }),
  results: z.object({ failed_checks: z.array(z.object({ check_id: z.string(), resource: z.string() })) }),
});
type CheckovReport = z.output<typeof report>;

/** Runs checkov offline on a plan. `--soft-fail` makes it exit with 0 even if it has findings. */
export async function checkov(plan: string, cwd: string): Promise<CheckovReport> {
  const options = ["--framework", "terraform_plan", "--skip-download", "--quiet", "--compact", "--soft-fail"];
  const command = [program, ...options, "--output", "json", "--file", plan] as const;
  const { stdout } = await expectExit(0, runCommand(command, { cwd, env: process.env }));
  const result = report.parse(JSON.parse(stdout));
  const pinned = /^checkov==(.+)$/m.exec(readFileSync(requirements, "utf8"))?.[1];
  if (result.summary.checkov_version !== pinned) {
    throw new Error(`checkov is ${result.summary.checkov_version}, not ${pinned ?? ""}: remove ${folder}`);
  }
  return result;
}

/** Reads the rows of the table in `docs/security.md`: check, requirement, resource and reason. */
export function acceptedFindings(markdown: string): readonly Acceptance[] {
  return [...markdown.matchAll(/^\| `(CKV\w+)` +\|[^|]+\| `([^`]+)` +\| ([^|]+?) +\|$/gm)].map(
    ([, check = "", resource = "", why = ""]) => ({ check, resource, why }),
  );
}

/** Compares findings with the accepted ones. */
export function judge(findings: readonly Finding[], accepted: readonly Acceptance[]) {
  const covers = (acceptance: Acceptance, finding: Finding) =>
    acceptance.check === finding.check && acceptance.resource === finding.resource;
  return {
    /** Findings that are not accepted. */
    open: findings.filter((finding) => !accepted.some((acceptance) => covers(acceptance, finding))),
    /** Accepted findings that checkov does not report. They must be removed from the table. */
    needless: accepted.filter((acceptance) => !findings.some((finding) => covers(acceptance, finding))),
  };
}
