/** Replaces modules that generate or read a text from the sources by the finished text: a release has no sources. */
import type { Plugin } from "esbuild";
import { pythonRequirements } from "../bootstrap/python-requirements";
import { launcherProgram } from "../emulator/providers/launcher/launcher-program";

const texts = [
  { filter: /[\\/]emulator[\\/]providers[\\/]launcher-program\.ts$/, make: launcherProgram },
  { filter: /[\\/]bootstrap[\\/]python-requirements\.ts$/, make: pythonRequirements },
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
