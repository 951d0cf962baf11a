/** The help pages, made from the definitions: the screen of usual commands, all commands, and one command. */
import { exitCodes, exitMeanings, exitNames, type ExitName } from "../exit-codes";
import { commandsOf, isGroup, type Command, type CommandGroup, type Entry, type Section } from "./command";
import type { CommandOption } from "./option";
import { commonOptions, findCommand } from "./parse";
import { wrapped } from "./wrapped";

const title = "glrunner creates an EKS cluster for GitLab jobs from one configuration file.";
const usageLine = "Usage: glrunner COMMAND [OPTIONS]";

/** What `glrunner help` prints, and the file `help` holds. */
export function overview(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ title: heading, usual }) => headed(heading, usual.map(entryRow)));
  return lines([
    title,
    usageLine,
    "",
    ...rows,
    "",
    "glrunner COMMAND --help explains a command; glrunner help all lists all of them.",
  ]);
}

/** Every command with its second word, a line each. */
function everyCommand(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ title: heading, usual, others }) =>
    headed(heading, [...usual, ...others].flatMap(commandsOf).map(commandRow(17))),
  );
  return lines([usageLine, "", ...rows, "", "Options of every command", ...optionRows(commonOptions)]);
}

type HelpPage =
  | { readonly ok: true; readonly text: string }
  | ({ readonly ok: false } & Extract<ReturnType<typeof findCommand>, { readonly message: string }>);

/** @param words a command's, `all`, or nothing */
export function helpFor(sections: readonly Section[], words: readonly string[]): HelpPage {
  const [first] = words;
  if (first === undefined) return { ok: true, text: overview(sections) };
  if (first === "all") return { ok: true, text: everyCommand(sections) };
  const entries = sections.flatMap(({ usual, others }) => [...usual, ...others]);
  const group = entries.find(({ name }) => name === first);
  if (group !== undefined && isGroup(group) && words.length === 1)
    return { ok: true, text: groupHelp(group) };
  const found = findCommand(sections, words);
  return "message" in found ? { ok: false, ...found } : { ok: true, text: commandHelp(found.command) };
}

function groupHelp({ summary, own, commands }: CommandGroup): string {
  const shown = commands.filter(({ hidden }) => hidden !== true);
  const [first] = shown;
  return lines([
    ...(own === undefined ? [`${summary}.`] : [commandHelp(own).trimEnd()]),
    "",
    own === undefined ? "Commands" : "More commands",
    ...shown.map(commandRow(17)).map((each) => `  ${each}`),
    "",
    `To explain one of them: glrunner ${first?.name ?? ""} --help`,
  ]);
}

function commandHelp(command: Command): string {
  const { summary, details, arguments: words } = command;
  return lines([
    ...wrapped(`${summary}.${details === undefined ? "" : ` ${details}`}`, ""),
    "",
    `Usage: ${usageOf(command)}`,
    ...(words.usage === "" ? [] : ["", "Arguments", ...row(words.usage, words.meaning, 20)]),
    "",
    "Options",
    ...optionRows({ ...command.options, ...commonOptions }),
    "",
    "Examples",
    ...command.examples.flatMap(({ command: line, purpose }) => [`  ${line}`, `      ${purpose}`]),
    "",
    "Exit codes",
    ...exitsOf(command)
      .map(({ code, meaning }) => row(String(code), meaning, 5))
      .flat(),
  ]);
}

export function usageOf({ name, arguments: { usage } }: Command): string {
  return `glrunner ${name}${usage === "" ? "" : ` ${usage}`} [OPTIONS]`;
}

/** The exit codes of a command: the general ones, and what the definition adds. */
export function exitsOf({
  exits = {},
}: Command): readonly { readonly code: number; readonly meaning: string }[] {
  const general: readonly ExitName[] = ["ok", "failed", "refused"];
  return exitNames.flatMap((name) =>
    general.includes(name) || exits[name] !== undefined
      ? [{ code: exitCodes[name], meaning: exits[name] ?? exitMeanings[name] }]
      : [],
  );
}

/** The option as it is typed: `-c, --config FILE`. */
export function optionUsage(name: string, { short, placeholder }: CommandOption<unknown>): string {
  return `${short === undefined ? "    " : `-${short}, `}--${name}${placeholder === undefined ? "" : ` ${placeholder}`}`;
}

/** What an option means, with its default and whether it may be repeated. */
export function optionMeaning({ meaning, fallback, repeatable, completes }: CommandOption<unknown>): string {
  const words =
    typeof completes === "object" && completes.length <= 6 ? ` One of ${completes.join(", ")}.` : "";
  const many = repeatable === true ? " May be given several times." : "";
  return `${meaning}${words}${many}${fallback === undefined ? "" : ` Default: ${fallback}.`}`;
}

function optionRows(options: Readonly<Record<string, CommandOption<unknown>>>): string[] {
  return Object.entries(options).flatMap(([name, option]) =>
    row(optionUsage(name, option), optionMeaning(option), 25),
  );
}

/** The heading stands in the margin of its first row, which saves the lines that a screen does not have. */
function headed(heading: string, rows: readonly string[]): string[] {
  return rows.map((text, index) => `${(index === 0 ? heading : "").padEnd(8)}${text}`);
}

const entryRow = ({ name, summary }: Entry) => `${name.padEnd(12)}${summary}`;
const commandRow =
  (width: number) =>
  ({ name, summary }: Command) =>
    `${name.padEnd(width + 1)}${summary}`;

/** A term and its meaning; the meaning begins on a line of its own where the term is too long. */
function row(term: string, meaning: string, width: number): string[] {
  const indent = " ".repeat(width + 4);
  const [first = "", ...more] = wrapped(meaning, indent);
  return term.length > width
    ? [`  ${term}`, first, ...more]
    : [`  ${term.padEnd(width)}  ${first.trimStart()}`, ...more];
}

function lines(all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
