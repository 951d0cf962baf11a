/**
 * The AWS clients describe the input and output of each command in one file per service. This plugin marks each entry as
 * removable. esbuild cannot see by itself that an unused entry has no effect, because its keys are computed.
 */
import { readFileSync } from "node:fs";
import { replaceFiles } from "./replace-files";

/** A statement from its first bracket to the end of its last line. */
const entry = /^((?:export )?(?:var|const) [\w$]+ = )(\[[^]*?\]);$/gm;

/** Marks each entry of a schema file as removable. */
export function removable(source: string): string {
  return source.replace(entry, "$1/* @__PURE__ */ (() => $2)();");
}

export const awsSchemas = replaceFiles("aws-schemas", [
  {
    filter: /@aws-sdk[\\/].*[\\/]schemas[\\/]schemas_\d+\.js$/,
    contents: (path) => removable(readFileSync(path, "utf8")),
  },
]);
