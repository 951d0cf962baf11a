/** Replaces files of the bundle by other code. The build fails if a replaced file is not found, such as after a move. */
import type { Plugin } from "esbuild";

interface Replacement {
  /** Matches the paths of the replaced files. */
  readonly filter: RegExp;
  /** Returns the JavaScript that takes the file's place. */
  readonly contents: (path: string) => string;
}

/** @param name names the plugin in esbuild's errors */
export function replaceFiles(name: string, replacements: readonly Replacement[]): Plugin {
  return {
    name,
    setup(esbuild) {
      const unmatched = new Set(replacements.map(({ filter }) => filter));
      for (const { filter, contents } of replacements) {
        esbuild.onLoad({ filter }, ({ path }) => {
          unmatched.delete(filter);
          return { contents: contents(path), loader: "js" };
        });
      }
      esbuild.onEnd(() => ({
        errors: [...unmatched].map((filter) => ({ text: `no bundled file matches ${String(filter)}` })),
      }));
    },
  };
}
