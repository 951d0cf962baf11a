/**
 * The Python packages of moto and the AWS CLI, each with its version and the SHA-256 of every file that PyPI has of it. The text is read
 * from the sources; a released file has no sources, so it contains the text instead.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export function pythonRequirements(): string {
  return readFileSync(join(import.meta.dirname, "python-requirements.txt"), "utf8");
}
