/** Writes the script of the clean-up in the cluster. Run by `npm run docs` in the project's folder. */
import { writeFileSync } from "node:fs";
import { generatedScript } from "./generated";

void generatedScript().then(({ path, text }) => {
  writeFileSync(path, text);
});
