/** Replaces modules that make a text from the sources with the finished text, because a release has no sources. */
import { pythonRequirements } from "../bootstrap/python-requirements";
import { launcherProgram } from "../emulator/providers/launcher/launcher-program";
import { replaceFiles } from "./replace-files";

const textOf = (make: () => string) => `export const ${make.name} = () => ${JSON.stringify(make())};`;

export const embedded = replaceFiles("embedded", [
  { filter: /[\\/]launcher-program\.ts$/, contents: () => textOf(launcherProgram) },
  { filter: /[\\/]python-requirements\.ts$/, contents: () => textOf(pythonRequirements) },
]);
