/** Puts the finished launcher of the emulator's providers in the place of what makes it. */
import type { Plugin } from "esbuild";
import { launcherProgram } from "../emulator/providers/launcher-program";

export const launcher: Plugin = {
  name: "launcher",
  setup(esbuild) {
    esbuild.onLoad({ filter: /[\\/]emulator[\\/]providers[\\/]launcher-program\.ts$/ }, () => ({
      contents: `export const ${launcherProgram.name} = () => ${JSON.stringify(launcherProgram())};`,
      loader: "js",
    }));
  },
};
