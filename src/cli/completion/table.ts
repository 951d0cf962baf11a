/** The commands as a table, and what the scripts of all shells calculate from it. */
import type { Completes } from "../definition/value";

export interface CompletedOption {
  /** Without dashes. Options of the same name take the same values in every command. */
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  readonly description: string;
  /** @default it takes no value */
  readonly takes?: Completes;
}

export interface CompletedCommand {
  /** One word, or two for a sub-command: `emulate up`. */
  readonly name: string;
  readonly description: string;
  /** @default only the options of every command */
  readonly options?: readonly CompletedOption[];
  /** What may follow; each word, such as a stage, once. @default nothing */
  readonly takes?: Completes;
}

export interface CompletionTable {
  readonly program: string;
  /** The options of every command. */
  readonly options: readonly CompletedOption[];
  readonly commands: readonly CompletedCommand[];
}

/** The words of a fixed choice; none for files, folders, runners and free text. */
export function wordsIn(takes: Completes | undefined): readonly string[] {
  return typeof takes === "object" ? takes : [];
}

/** The first word of a command: a command of its own, or a group whose second word is an action. */
export interface FirstWord {
  readonly name: string;
  readonly description: string;
  readonly actions: readonly { readonly name: string; readonly description: string }[];
}

export function firstWords({ commands }: CompletionTable): FirstWord[] {
  const names = new Set(commands.map(({ name }) => name.split(" ")[0] ?? name));
  return [...names].map((name) => {
    const actions = commands
      .filter((row) => row.name.startsWith(`${name} `))
      .map((row) => ({ ...row, name: row.name.slice(name.length + 1) }));
    const description = commands.find((row) => row.name === name)?.description;
    return { name, description: description ?? actions.map((action) => action.name).join(", "), actions };
  });
}

/** The option as it is typed: `-c` and `--config`. */
export function flags({ name, short }: CompletedOption): string[] {
  return [...(short === undefined ? [] : [`-${short}`]), `--${name}`];
}

/** Every option that takes a value, once. The word after such an option is not a command. */
export function withValue({ options, commands }: CompletionTable): CompletedOption[] {
  const all = [...options, ...commands.flatMap((row) => row.options ?? [])];
  return [...new Map(all.map((option) => [option.name, option])).values()].filter(({ takes }) => takes);
}

/**
 * A command that prints the names of the configured runners: the first key of each entry under `runners`, written as
 * `- name: fargate` or `- { name: fargate`. It skips the names in deeper lists, which are indented further.
 */
export const runnerNames = (file: string) =>
  String.raw`sed -n '/^runners:/,/^[a-z]/s/^ \{0,2\}- *{\{0,1\} *name: *\([a-z0-9-]*\).*/\1/p' ${file} 2>/dev/null`;
export const posixConfig = '"${GLRUNNER_CONFIG:-glrunner.yaml}"';

/** The name of the shell function that completes the program. */
export const functionName = ({ program }: CompletionTable) => `_${program.replaceAll(/\W/g, "_")}`;
