/** `glrunner eject FOLDER`: all that plain Terraform needs to go on alone. */
import { dirname, resolve } from "node:path";
import { eject } from "../../migrate/eject/eject";
import { exitCodes, fail, load, outputFolder, usage, type Call, type ExitCode } from "../command-context";
import { synth } from "./synth";

export function runEject(call: Call): ExitCode {
  const [folder, ...more] = call.positionals;
  if (folder === undefined || more.length > 0) return usage(call, "eject takes one folder");
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const { stacks } = synth(config, outputFolder(call));
  const [first] = stacks;
  if (first === undefined) return fail(call, "there is no stack", "report it");
  const result = eject({ config, directory: resolve(dirname(first.file), "../.."), target: resolve(folder) });
  if (!result.ok) return fail(call, result.message, result.fix);
  call.print(
    result,
    `${result.files.map((file) => `  ${file}`).join("\n")}\nRead ${folder}/commands.md first.\n`,
  );
  return exitCodes.ok;
}
