/**
 * The definition of a command, one file each in `../commands`. The parser, help, shell completion, the file `help` and
 * `docs/commands.md` use it. Every start of glrunner loads all definitions, so they must load fast: what a command does is
 * in `../actions`, which its `run` imports when it is called.
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
  /** Adds the error to the JSON on stdout. Does nothing without --json. Actions call `fail`, which also prints it. */
  readonly report: (error: ReportedError) => void;
  /**
   * Returns a signal that Ctrl-C, SIGTERM or SIGHUP aborts. Before the first call, they end the process.
   * @param waitsFor what an interrupted command finishes first, for a message. @default prints no message
   */
  readonly onInterrupt: (waitsFor?: string) => AbortSignal;
  /** All commands, for commands that describe them. */
  readonly sections: readonly Section[];
}

/**
 * One call of a command, with its options and arguments.
 * @typeParam Values the value of each option of the definition
 */
export interface CommandCall<
  Values = unknown,
  Words extends readonly string[] = readonly string[],
> extends CommandContext {
  readonly values: Values;
  /** The arguments after the command's own words. */
  readonly positionals: Words;
}

/** A command line to paste, and its purpose. */
interface Example {
  readonly command: string;
  readonly purpose: string;
}

/** What help, completion and the page show of a command. */
interface Description {
  /** One word, or two for a command of a group: `emulate up`. */
  readonly name: string;
  /** One line in the imperative, at most 56 characters, without a full stop. */
  readonly summary: string;
  /** More sentences for `--help` and the page. @default none */
  readonly details?: string;
  readonly examples: readonly [Example, ...Example[]];
  /** Meanings of exit codes for this command, where the general meaning is less exact. */
  readonly exits?: Readonly<Partial<Record<ExitName, string>>>;
  /** Whether only another command starts it, so that no list shows it. @default false */
  readonly hidden?: boolean;
}

/** The option for each value that `run` gets. */
type OptionsFor<Values> = { readonly [Name in keyof Values]: CommandOption<Values[Name]> };

interface CommandProps<Values, Words extends readonly string[]> extends Description {
  readonly options: OptionsFor<Values>;
  readonly arguments: CommandArguments<Words>;
  readonly run: (call: CommandCall<Values, Words>) => ExitCode | Promise<ExitCode>;
}

/** The options and arguments of a command line as texts. */
export interface GivenWords {
  /** By the option's name without dashes: the text of each occurrence. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly arguments: readonly string[];
}

/** A value that an option or the arguments do not accept. */
export interface InvalidValue {
  /** The option without dashes. @default the value is an argument */
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
  /** Converts the texts into values, and lists every invalid one. The value of a missing option is undefined. */
  readonly bind: (given: GivenWords) => Bound;
}

/** Combines the definition of a command with the conversion of its options and arguments. */
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
      const [first, ...rest] = invalid;
      if (first !== undefined) return { ok: false, invalid: [first, ...rest] };
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

/** Commands with the same first word, such as `emulate`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  /** The command of the first word alone. @default a second word is required */
  readonly own?: Command;
  readonly commands: readonly Command[];
}

export type Entry = Command | CommandGroup;

export function isGroup(entry: Entry): entry is CommandGroup {
  return "commands" in entry;
}

/** Commands under one heading of the help page. */
export interface Section {
  readonly title: string;
  /** The commands that `glrunner help` shows. They must fit on one screen. */
  readonly usual: readonly Entry[];
  /** The commands that only `glrunner help all` and the page show. */
  readonly others: readonly Entry[];
}

export function entriesOf(sections: readonly Section[]): readonly Entry[] {
  return sections.flatMap(({ usual, others }) => [...usual, ...others]);
}

/** The commands of an entry without the hidden ones. */
export function commandsOf(entry: Entry): readonly Command[] {
  const all = isGroup(entry) ? [...(entry.own === undefined ? [] : [entry.own]), ...entry.commands] : [entry];
  return all.filter(({ hidden }) => hidden !== true);
}
