/** Writes docs/auto-devops.md; `npm run docs` runs this file. */
import { writeFileSync } from "node:fs";
import { generatedPage } from "./generated";

void generatedPage().then(({ path, text }) => {
  writeFileSync(path, text);
});
