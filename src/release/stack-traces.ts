/**
 * cdktf notes for each token where it was made, and shows that only in errors that concern those who write constructs. The
 * released file does without: it takes time in each synthesis.
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
