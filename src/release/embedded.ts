/** Replaces modules that make a text from the sources with the finished text, because a release has no sources. */
import type { Plugin } from "esbuild";
import { pythonRequirements } from "../bootstrap/python-requirements";
import { launcherProgram } from "../emulator/providers/launcher/launcher-program";

/** By file name alone, so that a moved file is still replaced. */
const texts = [
  { filter: /[\\/]launcher-program\.ts$/, make: launcherProgram },
  { filter: /[\\/]python-requirements\.ts$/, make: pythonRequirements },
];

export const embedded: Plugin = {
  name: "embedded",
  setup(esbuild) {
    for (const { filter, make } of texts) {
      esbuild.onLoad({ filter }, () => ({
        contents: `export const ${make.name} = () => ${JSON.stringify(make())};`,
        loader: "js",
      }));
    }
  },
};
