/**
 * Copies glrunner as a user has it after `npm ci`. cdktf and Terraform then write their files outside the checkout, and
 * parallel tests do not share them.
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

/** Copies the files to a folder, and links `node_modules`. */
export function copyProject(folder: string): void {
  for (const name of parts) cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
}
