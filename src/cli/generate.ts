/** Writes the help page and the error catalogue as files: `npm run docs`. */
import { writeFileSync } from "node:fs";
import { catalogueMarkdown } from "../run/errors/markdown";
import { helpText } from "./help";

writeFileSync("help", helpText);
writeFileSync("docs/troubleshooting.md", catalogueMarkdown());
