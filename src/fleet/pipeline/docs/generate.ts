/** Writes docs/auto-devops.md; `npm run docs` runs this file. */
import { writeFileSync } from "node:fs";
import { formatted } from "../../../config/docs/generated";
import { autoDevopsPage } from "./auto-devops";

void formatted("docs/auto-devops.md", autoDevopsPage()).then(({ path, text }) => {
  writeFileSync(path, text);
});
