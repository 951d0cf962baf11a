/** `glrunner eject FOLDER`: writes plain Terraform that works without glrunner. */
import { dirname, resolve } from "node:path";
import { eject } from "../../migrate/eject/eject";
import { fail, outputFolder, type ProjectOptions } from "../context/command-context";
import type { CommandCall } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../context/load-config";
import { synth } from "./synth";

export function runEject(call: CommandCall<ProjectOptions, readonly [string]>): ExitCode {
  const [folder] = call.positionals;
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const { stacks } = synth(config, outputFolder(call.env, call.values.output));
  const [first] = stacks;
  if (first === undefined) return fail(call, { code: "unexpected", message: "there is no stack" });
  const result = eject({ config, directory: resolve(dirname(first.file), "../.."), target: resolve(folder) });
  if (!result.ok) return fail(call, { code: "folder-not-empty", ...result });
  call.print(
    result,
    `${result.files.map((file) => `  ${file}`).join("\n")}\nRead ${folder}/commands.md first.\n`,
  );
  return exitCodes.ok;
}
