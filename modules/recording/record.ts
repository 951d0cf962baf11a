/**
 * Records the interface of a pinned module from its checked-out folder:
 *
 *     tsx modules/recording/record.ts <name> <folder> [--check]
 *
 * Prints the differences. Without `--check` it then rewrites the recorded interface and the generated types. With `--check`
 * it writes nothing, and the exit code is 1 if there is a difference. To pin another release, change `pins` first: source,
 * version and commit come from there.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkoutOf } from "../verify/checkout";
import { generate } from "./generate";
import { interfaceDrift, readModuleInterface, type ModuleInterface } from "./module-interface";
import { modulePins, type ModuleName, type ModulePin } from "../pins";
import { interfaces, isModuleName, moduleNames, type RecordedInterface } from "../recorded-interface";

export interface Recording {
  readonly recorded: RecordedInterface;
  /** One line for each difference from the recorded interface. */
  readonly drift: readonly string[];
}

export async function record(name: ModuleName, folder: string): Promise<Recording> {
  const pin = modulePins[name];
  const found = await readModuleInterface(folder);
  return {
    recorded: recordedInterface(pin, found),
    drift: [...commitDrift(pin, interfaces[name], folder), ...interfaceDrift(interfaces[name], found)],
  };
}

export function recordedInterface(
  pin: ModulePin,
  { variables, outputs }: ModuleInterface,
): RecordedInterface {
  return {
    source: pin.source,
    ...(pin.version !== undefined && { version: pin.version }),
    commit: pin.commit,
    variables,
    outputs,
  };
}

/** The content of the file, indented by one space. */
export function recordedText(recorded: RecordedInterface): string {
  return `${JSON.stringify(recorded, null, 1)}\n`;
}

function commitDrift(pin: ModulePin, before: RecordedInterface, folder: string): string[] {
  const checkout = checkoutOf(folder, "/");
  const wrong = checkout !== undefined && checkout.commit !== pin.commit;
  return [
    ...(wrong ? [`the folder is at commit ${checkout.commit}, the pin says ${pin.commit}`] : []),
    ...(before.commit === pin.commit ? [] : [`changed commit: ${before.commit} is now ${pin.commit}`]),
  ];
}

async function main([name, folder, flag]: readonly string[]): Promise<number> {
  if (name === undefined || folder === undefined || !isModuleName(name)) {
    process.stderr.write(`usage: record.ts <${moduleNames.join("|")}> <folder> [--check]\n`);
    return 2;
  }
  const { recorded, drift } = await record(name, folder);
  process.stdout.write(drift.length === 0 ? `${name}: no drift\n` : `${drift.join("\n")}\n`);
  if (flag === "--check") return drift.length === 0 ? 0 : 1;
  writeFileSync(join(import.meta.dirname, "../interfaces", `${name}.json`), recordedText(recorded));
  await generate(name, recorded);
  return 0;
}

if (import.meta.filename === process.argv[1]) {
  void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
