/** Writes the generated files in `docs`. `npm run docs` runs it in the project's directory. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { formatted, generatedTexts } from "./generated";

async function generate(): Promise<void> {
  for (const { path, text } of generatedTexts()) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, (await formatted(path, text)).text);
    process.stderr.write(`${path} written\n`);
  }
}

void generate();
