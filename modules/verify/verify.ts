/**
 * Compares the modules that `terraform init` fetched in a stack's folder with the pins:
 *
 *     tsx modules/verify/verify.ts cdktf.out/stacks/<stage>
 *
 * Exit code 1 if a module differs from its pin, 2 if there is no module. Modules without a known commit and nested modules
 * that float are listed without a failure: only their authors can pin them.
 */
import { describeFinding, verifyStack } from "./verify-stack";

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
