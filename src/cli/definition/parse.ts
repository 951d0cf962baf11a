/**
 * Parses a command line into a command with its values, help, the version, or a refusal. It starts nothing.
 *
 * 1. Collect options and words. Options may come before the command, so the words alone select it.
 * 2. Refuse options that neither the command nor `commonOptions` has.
 * 3. Let the command's definition convert the texts into values.
 */
import { parseArgs } from "node:util";
import {
  commandsOf,
  entriesOf,
  isGroup,
  type Command,
  type CommandContext,
  type Entry,
  type InvalidValue,
  type Section,
} from "./command";
import { didYouMean } from "./did-you-mean";
import { choice, flag, flagText, withDefault, type CommandOption } from "./option";
import type { ExitCode } from "../exit-codes";
import type { MessageCode } from "../messages";
import { colorChoices, type ColorChoice } from "../terminal/terminal";

const color = withDefault(
  choice(colorChoices, {
    placeholder: "WHEN",
    meaning: "Colour the text: auto does so on a terminal, unless NO_COLOR is set.",
  }),
  "auto",
);

/** The options of every command. */
export const commonOptions: Readonly<Record<string, CommandOption<unknown>>> = {
  json: flag("Print the result as JSON."),
  color,
  help: flag("Explain the command.", "h"),
};

/** Why a command line is refused. */
interface LineRefusal {
  readonly code: MessageCode;
  readonly message: string;
  /** A command line that explains what is allowed. */
  readonly fix: string;
}

/** The settings of the output, which any command line may have. */
interface OutputSettings {
  readonly json: boolean;
  readonly color: ColorChoice;
}

export type ParsedLine = OutputSettings &
  (
    | { readonly kind: "help"; readonly words: readonly string[] }
    | { readonly kind: "version" }
    | ({ readonly kind: "refused" } & LineRefusal)
    | {
        readonly kind: "command";
        readonly command: Command;
        readonly positionals: readonly string[];
        readonly run: (context: CommandContext) => Promise<ExitCode>;
      }
  );

export function parseCommandLine(args: readonly string[], sections: readonly Section[]): ParsedLine {
  const { options, words, malformed } = tokensOf(args, sections);
  const chosen = color.read(options.get("color") ?? []);
  const output: OutputSettings = { json: options.has("json"), color: chosen.ok ? chosen.value : "auto" };
  const refuse = (refusal: LineRefusal): ParsedLine => ({ kind: "refused", ...output, ...refusal });
  if (!chosen.ok) {
    const message =
      malformed ?? `--color takes ${chosen.expected}, not ${options.get("color")?.at(-1) ?? ""}`;
    return refuse({ code: "option-invalid", message, fix: "glrunner help all" });
  }
  if (options.has("version")) return { kind: "version", ...output };
  const wantsHelp = words.length === 0 || options.has("help");
  const alone = [...options.keys()].filter((name) => name !== "json" && name !== "color");
  if (words.length === 0 && alone.length > 0 && !options.has("help"))
    return refuse({
      code: "command-missing",
      message: `a command is missing: ${alone.map((name) => `--${name}`).join(", ")} alone does nothing`,
      fix: "glrunner help",
    });
  if (wantsHelp) return { kind: "help", words, ...output };
  const found = findCommand(sections, words);
  if ("message" in found) return refuse(found);
  const { command, rest } = found;
  const known = [...Object.keys(command.options), ...Object.keys(commonOptions)];
  const unknown = [...options.keys()].find((name) => !known.includes(name));
  const fix = `glrunner ${command.name} --help`;
  if (unknown !== undefined) {
    const message = `${command.name} takes no --${unknown}${didYouMean(unknown, known, "--")}`;
    return refuse({ code: "option-unknown", message, fix });
  }
  if (malformed !== undefined) return refuse({ code: "option-invalid", message: malformed, fix });
  const bound = command.bind({ options, arguments: rest });
  if (bound.ok) return { kind: "command", command, ...output, positionals: rest, run: bound.run };
  const code = bound.invalid[0].option === undefined ? "argument-invalid" : "option-invalid";
  const message = bound.invalid.map((each) => invalidText(command, each)).join("; ");
  return refuse({ code, message, fix });
}

function invalidText(command: Command, { option, given, expected }: InvalidValue): string {
  const subject = option === undefined ? command.name : `--${option}`;
  const completes = option === undefined ? command.arguments.completes : command.options[option]?.completes;
  const near = typeof completes === "object" ? didYouMean(given, completes) : "";
  return given === "" ? `${subject} needs ${expected}` : `${subject} takes ${expected}, not ${given}${near}`;
}

interface Tokens {
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];
  /** Why the form of a known option is wrong, such as a missing value. */
  readonly malformed?: string;
}

function tokensOf(args: readonly string[], sections: readonly Section[]): Tokens {
  const table = allOptions(sections);
  const config = Object.fromEntries(
    [...table].map(([name, { placeholder, short }]) => [
      name,
      {
        type: placeholder === undefined ? "boolean" : "string",
        ...(short !== undefined && { short }),
      } as const,
    ]),
  );
  const parsed = parseArgs({
    args: [...args],
    options: config,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const options = new Map<string, string[]>();
  let malformed: string | undefined;
  for (const token of parsed.tokens) {
    if (token.kind !== "option") continue;
    const placeholder = table.get(token.name)?.placeholder;
    malformed ??= wrongForm(token, placeholder);
    options.set(token.name, [...(options.get(token.name) ?? []), token.value ?? flagText]);
  }
  return { options, words: parsed.positionals, malformed };
}

interface OptionToken {
  readonly name: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function wrongForm(
  { name, value, inlineValue }: OptionToken,
  placeholder: string | undefined,
): string | undefined {
  if (placeholder === undefined) return value === undefined ? undefined : `--${name} takes no value`;
  if (value === undefined) return `--${name} needs ${placeholder}`;
  return inlineValue !== true && value.startsWith("-")
    ? `--${name} needs ${placeholder}; to pass ${value}, write --${name}=${value}`
    : undefined;
}

/** All options by name. A test ensures that an option takes a value in every command or in none. */
function allOptions(sections: readonly Section[]): ReadonlyMap<string, CommandOption<unknown>> {
  const commands = entriesOf(sections).flatMap((entry) =>
    isGroup(entry) ? [...entry.commands, ...(entry.own ? [entry.own] : [])] : [entry],
  );
  return new Map<string, CommandOption<unknown>>([
    ...Object.entries(commonOptions),
    ["version", flag("Print the version.")],
    ...commands.flatMap(({ options }) => Object.entries(options)),
  ]);
}

type FoundCommand = { readonly command: Command; readonly rest: readonly string[] } | LineRefusal;

/** Finds the command that the first one or two words name. */
export function findCommand(sections: readonly Section[], words: readonly string[]): FoundCommand {
  const [first = "", second, ...others] = words;
  const entries = entriesOf(sections);
  const entry = entries.find(({ name }) => name === first);
  if (entry === undefined) {
    const names = entries.map(({ name }) => name);
    const message = `${first} is not a command${didYouMean(first, names)}`;
    return { code: "command-unknown", message, fix: "glrunner help all" };
  }
  if (!isGroup(entry)) return { command: entry, rest: words.slice(1) };
  const command = entry.commands.find(({ name }) => name === `${first} ${second ?? ""}`);
  if (command !== undefined) return { command, rest: others };
  if (entry.own !== undefined) return { command: entry.own, rest: words.slice(1) };
  const code = second === undefined ? "command-missing" : "command-unknown";
  return { code, message: secondWordMissing(entry, second), fix: `glrunner help ${first}` };
}

function secondWordMissing(entry: Entry, second = ""): string {
  const names = commandsOf(entry).map(({ name }) => name.split(" ").at(-1) ?? name);
  return `${entry.name} needs one of ${names.join(", ")}${second === "" ? "" : `, not ${second}${didYouMean(second, names)}`}`;
}
