/**
 * The first code of the released file: prints the required version if Node is too old, before a missing module would fail.
 * Every Node can run it.
 */
import { oldest } from "../clients/system/required-programs";

const major = oldest.node.version.split(".")[0] ?? "";

export const nodeGuard = `if (parseInt(process.versions.node, 10) < ${major}) {
  console.error("glrunner needs Node.js ${oldest.node.version} or newer, and this is " + process.version + "\\n  fix: install Node.js 24: https://nodejs.org");
  process.exit(1);
}`;
