/**
 * Checks what `terraform init` fetched in a stack's folder against the pins:
 *
 *     tsx modules/verify.ts cdktf.out/stacks/<stage>
 *
 * Exit code 1 when a pinned module is another one, 2 when there is nothing to check. Modules whose commit cannot be known, and nested ones that
 * float, are named and no failure: nobody but their authors can pin those.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { checkoutOf } from "./checkout";
import { checkFetchedModules, type Finding } from "./fetched-modules";
import { versionConstraint } from "./module-calls";

const manifestSchema = z.object({
  Modules: z.array(
    z.object({ Key: z.string(), Source: z.string(), Version: z.string().optional(), Dir: z.string() }),
  ),
});

/** Undefined when `terraform init` has not fetched any module there. */
export function verifyStack(folder: string): Finding[] | undefined {
  const fetched = join(folder, ".terraform", "modules");
  const path = join(fetched, "modules.json");
  if (!existsSync(path)) return undefined;
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  return checkFetchedModules(manifest.Modules, {
    checkoutOf: (dir) => checkoutOf(resolve(folder, dir), fetched),
    constraintOf: (dir, name) => versionConstraint(resolve(folder, dir), name),
  });
}

export function describeFinding(finding: Finding): string {
  const subject = `${finding.key} (${finding.source})`;
  switch (finding.kind) {
    case "match":
      return `ok        ${subject}: ${finding.commit}`;
    case "mismatch":
      return `MISMATCH  ${subject}: fetched ${finding.found}, pinned is ${finding.expected}`;
    case "unknown":
      return `unknown   ${subject}: fetched without git, so only its version is known; pinned is ${finding.expected}`;
    case "floats":
      return `floats    ${subject}: ${finding.why}, this time ${finding.found ?? "unknown"}`;
  }
}

function main([folder]: readonly string[]): number {
  if (folder === undefined) {
    process.stderr.write("usage: verify.ts <folder of a stack, after terraform init>\n");
    return 2;
  }
  const findings = verifyStack(folder);
  if (findings === undefined) {
    process.stderr.write(`${folder}: no modules there; run terraform init first\n`);
    return 2;
  }
  process.stdout.write(findings.map((finding) => `${describeFinding(finding)}\n`).join(""));
  return findings.some(({ kind }) => kind === "mismatch") ? 1 : 0;
}

if (import.meta.filename === process.argv[1]) process.exitCode = main(process.argv.slice(2));
