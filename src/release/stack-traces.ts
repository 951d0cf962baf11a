/**
 * cdktf notes for each token where it was made, which takes a tenth of a synthesis, and shows that only in the errors of
 * whoever writes constructs. The released file does without.
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
