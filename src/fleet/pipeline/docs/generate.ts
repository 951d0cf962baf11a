/** Writes docs/auto-devops.md. Run by `npm run docs` in the project's folder. */
import { writeFileSync } from "node:fs";
import { generatedPage } from "./generated";

void generatedPage().then(({ path, text }) => {
  writeFileSync(path, text);
});
