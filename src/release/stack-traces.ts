/**
 * cdktf records for each token where it was created, only for errors that concern authors of constructs. The released file
 * does not, because it takes time in each synthesis.
 */
import type { Plugin } from "esbuild";

export const withoutStackTraces: Plugin = {
  name: "without-stack-traces",
  setup(esbuild) {
    esbuild.onLoad({ filter: /[\\/]cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]stack-trace\.js$/ }, () => ({
      contents: "exports.captureStackTrace = () => [];",
      loader: "js",
    }));
  },
};
