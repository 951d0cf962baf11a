/**
 * The definition of a command. Each command has one, in a file of its own in `../commands`: help, completion for shells,
 * the file `help` and `docs/commands.md` are made from it, and the command line is read by it. A definition must load
 * fast, because every start of glrunner loads all of them: what a command does is in `../actions`, and its `run` imports
 * that when it is called.
 */
import type { Printable } from "../../html/terminal-text";
import type { ReportedError } from "../context/reported-error";
import type { ExitCode, ExitName } from "../exit-codes";
import type { Terminal } from "../terminal/terminal";
import type { CommandArguments } from "./arguments";
import type { CommandOption } from "./option";

/** What every command gets. */
export interface CommandContext {
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  /** Whether results are printed as JSON. */
  readonly json: boolean;
  /** Prints the result to stdout: as JSON with --json, else as text. */
  readonly print: (result: unknown, text: Printable) => void;
  /** Adds the error to the JSON on stdout. Without --json it does nothing: `fail` also prints the text. */
  readonly report: (error: ReportedError) => void;
  /**
   * Aborted by Ctrl-C and its like. Before the first call, Ctrl-C ends the process.
   * @param waitsFor what the command finishes first; printed when it is interrupted. @default nothing is printed
   */
  readonly onInterrupt: (waitsFor?: string) => AbortSignal;
  /** All commands, for those that describe them. */
  readonly sections: readonly Section[];
}

/**
 * One call of a command.
 * @typeParam Values the options that its definition names, each with its type
 */
export interface CommandCall<
  Values = unknown,
  Words extends readonly string[] = readonly string[],
> extends CommandContext {
  readonly values: Values;
  /** What follows the command's own words. */
  readonly positionals: Words;
}

/** A command line that can be pasted, and what it is for. */
interface Example {
  readonly command: string;
  readonly purpose: string;
}

/** What a command says about itself. */
interface Description {
  /** One word, or two for a command of a group: `emulate up`. */
  readonly name: string;
  /** One line in the imperative, at most 56 characters, without a full stop. */
  readonly summary: string;
  /** Sentences for `--help` and the page: what the summary has no room for. @default nothing */
  readonly details?: string;
  readonly examples: readonly [Example, ...Example[]];
  /** What exit codes mean here, where that is more exact than the general meaning, or where the code is not general. */
  readonly exits?: Readonly<Partial<Record<ExitName, string>>>;
  /** Another command starts it; of no use by hand. @default false */
  readonly hidden?: boolean;
}

/** Every option with the type that `run` gets its value in. */
type OptionsFor<Values> = { readonly [Name in keyof Values]: CommandOption<Values[Name]> };

interface CommandProps<Values, Words extends readonly string[]> extends Description {
  readonly options: OptionsFor<Values>;
  readonly arguments: CommandArguments<Words>;
  readonly run: (call: CommandCall<Values, Words>) => ExitCode | Promise<ExitCode>;
}

/** What follows a command's name, in its raw form. */
export interface GivenWords {
  /** By the option's name without dashes: the text of each time that it was given. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly arguments: readonly string[];
}

/** A value that an option or the arguments do not take. */
export interface InvalidValue {
  /** The option without dashes; undefined for the arguments. */
  readonly option?: string;
  readonly given: string;
  readonly expected: string;
}

type Bound =
  | { readonly ok: true; readonly run: (context: CommandContext) => Promise<ExitCode> }
  | { readonly ok: false; readonly invalid: readonly [InvalidValue, ...InvalidValue[]] };

export interface Command extends Description {
  readonly options: Readonly<Record<string, CommandOption<unknown>>>;
  readonly arguments: CommandArguments<readonly string[]>;
  /** Reads what was given, and names every value that is not valid; undefined values are those of options not given. */
  readonly bind: (given: GivenWords) => Bound;
}

export function defineCommand<Values extends object, Words extends readonly string[]>(
  props: CommandProps<Values, Words>,
): Command {
  const { run, ...description } = props;
  return {
    ...description,
    bind: (given) => {
      const words = props.arguments.read(given.arguments);
      if (!words.ok)
        return { ok: false, invalid: [{ given: given.arguments.join(" "), expected: words.expected }] };
      const values: Partial<Values> = {};
      const invalid: InvalidValue[] = [];
      for (const name in props.options) {
        const texts = given.options.get(name) ?? [];
        const reading = props.options[name].read(texts);
        if (reading.ok) values[name] = reading.value;
        else invalid.push({ option: name, given: texts.at(-1) ?? "", expected: reading.expected });
      }
      const [first, ...others] = invalid;
      if (first !== undefined) return { ok: false, invalid: [first, ...others] };
      if (!isComplete(values, props.options)) throw new Error(`an option of ${props.name} was not read`);
      return { ok: true, run: async (context) => run({ ...context, values, positionals: words.value }) };
    },
  };
}

function isComplete<Values extends object>(
  values: Partial<Values>,
  options: OptionsFor<Values>,
): values is Values {
  return Object.keys(options).every((name) => Object.hasOwn(values, name));
}

/** Commands that share their first word, such as `emulate`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  /** What the first word does without a second one. @default the second word is required */
  readonly own?: Command;
  readonly commands: readonly Command[];
}

export type Entry = Command | CommandGroup;

export function isGroup(entry: Entry): entry is CommandGroup {
  return "commands" in entry;
}

/** Entries under a heading. */
export interface Section {
  readonly title: string;
  /** Those that `glrunner help` shows, which must fit on one screen. */
  readonly usual: readonly Entry[];
  /** Those that only `glrunner help all` and the page show. */
  readonly others: readonly Entry[];
}

export function entriesOf(sections: readonly Section[]): readonly Entry[] {
  return sections.flatMap(({ usual, others }) => [...usual, ...others]);
}

/** All commands of an entry, without the hidden ones. */
export function commandsOf(entry: Entry): readonly Command[] {
  const all = isGroup(entry) ? [...(entry.own === undefined ? [] : [entry.own]), ...entry.commands] : [entry];
  return all.filter(({ hidden }) => hidden !== true);
}
