/**
 * The Python packages of moto and the AWS CLI, each with its version and the SHA-256 of each of its files on PyPI. Reads
 * the text from the sources. A release has no sources and contains the text instead.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export function pythonRequirements(): string {
  return readFileSync(join(import.meta.dirname, "python-requirements.txt"), "utf8");
}
