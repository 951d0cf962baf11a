/**
 * The clients of AWS describe what each command sends and answers in one file a service. Each entry says to esbuild
 * that it may be left out when nothing refers to it, which esbuild cannot see: the entries' keys are computed.
 */
import { readFileSync } from "node:fs";
import type { Plugin } from "esbuild";

/** One statement, from its first bracket to the end of its last line. */
const entry = /^((?:export )?(?:var|const) [\w$]+ = )(\[[^]*?\]);$/gm;

export function removable(source: string): string {
  return source.replace(entry, "$1/* @__PURE__ */ (() => $2)();");
}

export const awsSchemas: Plugin = {
  name: "aws-schemas",
  setup(esbuild) {
    esbuild.onLoad({ filter: /@aws-sdk[\\/].*[\\/]schemas[\\/]schemas_\d+\.js$/ }, ({ path }) => ({
      contents: removable(readFileSync(path, "utf8")),
      loader: "js",
    }));
  },
};
