/**
 * A copy of the project as its user has it after `npm ci`, so that what cdktf and Terraform write lies outside the
 * checkout and two runs do not meet.
 */
import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";

const parts = [
  "main.ts",
  "src",
  "modules",
  "cdktf.json",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "help",
  "LICENSE",
  "CHANGELOG.md",
  "glrunner.yaml",
];

export function copyProject(folder: string): void {
  for (const name of parts) cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
}
