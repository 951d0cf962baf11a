/**
 * What the released file has different from cdktf 0.21.0, the last release. It notes for each token where it was made,
 * which takes a tenth of a synthesis and is shown only to those who write constructs. And it calls `util.isArray`, of
 * which Node 24 warns.
 */
import { readFileSync } from "node:fs";
import type { Plugin } from "esbuild";

const traces = /[\\/]cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]stack-trace\.js$/;
const output = /[\\/]cdktf[\\/]lib[\\/]terraform-output\.js$/;
const warned = "(0, util_2.isArray)";

export const cdktfPatches: Plugin = {
  name: "cdktf-patches",
  setup(esbuild) {
    esbuild.onLoad({ filter: traces }, () => ({
      contents: "exports.captureStackTrace = () => [];",
      loader: "js",
    }));
    esbuild.onLoad({ filter: output }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      if (!source.includes(warned)) throw new Error(`${path} has no ${warned} any more`);
      return { contents: source.replaceAll(warned, "Array.isArray"), loader: "js" };
    });
  },
};
