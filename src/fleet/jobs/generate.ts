/** Writes the script of the job cleaner; `npm run docs` runs this file. */
import { writeFileSync } from "node:fs";
import { generatedScript } from "./generated";

void generatedScript().then(({ path, text }) => {
  writeFileSync(path, text);
});
