/** Writes the files that are made from the schema. Run by `npm run docs` in the project's folder. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { generatedFiles } from "./generated";

async function generate(): Promise<void> {
  for (const { path, text } of await generatedFiles()) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    process.stderr.write(`${path} written\n`);
  }
}

void generate();
