/** Writes the file `help` from what `glrunner help` prints: `npm run docs`. */
import { writeFileSync } from "node:fs";
import { helpText } from "./help";

writeFileSync("help", helpText);
