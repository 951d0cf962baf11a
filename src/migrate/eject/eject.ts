/**
 * Writes a folder that plain Terraform can use without glrunner: an exact copy of the stacks' JSON, the commands in their
 * order, and the names of the settings and secrets that they need.
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import * as z from "zod";
import type { Config } from "../../config/config";
import { commandsPage, commandsScript, type EjectedStack } from "./eject-commands";
import { blueprintsRepository } from "../../clients/terraform/module-cache";
import { stackStates, type StackState } from "../state-move/stacks";
import { makeFolder } from "../../clients/system/make-folder";

interface EjectOptions {
  readonly config: Config;
  /** Contains `stacks/<stack>/cdk.tf.json`, synthesized from `config`. */
  readonly directory: string;
  /** Absolute path. It must not exist, or be empty. */
  readonly target: string;
}

type EjectResult =
  /** Relative to the target, sorted. */
  | { readonly ok: true; readonly target: string; readonly files: readonly string[] }
  | { readonly ok: false; readonly message: string; readonly fix: string };

/** The lock file exists only if Terraform was initialised in the folder. */
const copied = ["cdk.tf.json", ".terraform.lock.hcl"] as const;

export function eject({ config, directory, target }: EjectOptions): EjectResult {
  if (!isUnused(target)) {
    return {
      ok: false,
      message: `${target} is not an empty folder`,
      fix: "name a folder that does not exist yet",
    };
  }
  const stacks = stackStates({ config, directory });
  makeFolder(dirname(target));
  const partial = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  try {
    const files = [
      ...stacks.flatMap((stack) => copyStack(stack, partial)),
      ...writeCommands(stacks, config, partial),
    ];
    // mkdtemp makes the folder private, but it contains no secret.
    chmodSync(partial, 0o755);
    renameSync(partial, target);
    return { ok: true, target, files: files.sort() };
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function isUnused(target: string): boolean {
  if (!existsSync(target)) return true;
  try {
    return readdirSync(target).length === 0;
  } catch {
    return false;
  }
}

function copyStack({ stack, folder }: StackState, target: string): string[] {
  const place = join("stacks", stack);
  makeFolder(join(target, place));
  return copied.flatMap((name) => {
    if (!existsSync(join(folder, name))) return [];
    copyFileSync(join(folder, name), join(target, place, name));
    return [join(place, name)];
  });
}

function writeCommands(stacks: readonly StackState[], config: Config, target: string): string[] {
  const ejected = stacks.map(ejectedStack);
  const texts = {
    "commands.md": commandsPage(ejected, config),
    "commands.sh": commandsScript(ejected, config),
  };
  return Object.entries(texts).map(([name, text]) => {
    writeFileSync(join(target, name), text, { mode: name.endsWith(".sh") ? 0o755 : 0o644 });
    return name;
  });
}

const stackSchema = z.object({
  variable: z.record(z.string(), z.unknown()).default({}),
  terraform: z.object({ required_version: z.string() }),
});

function ejectedStack({ stack, folder, place }: StackState): EjectedStack {
  const text = readFileSync(join(folder, "cdk.tf.json"), "utf8");
  const { variable, terraform } = stackSchema.parse(JSON.parse(text));
  return {
    stack,
    state: place,
    variables: Object.keys(variable),
    terraformVersion: terraform.required_version,
    needsBlueprints: text.includes(blueprintsRepository().url),
  };
}
