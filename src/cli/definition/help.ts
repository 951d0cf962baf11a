/** The help pages, made from the definitions: the usual commands on one screen, all commands, and one command. */
import { exitCodes, exitMeanings, type ExitName } from "../exit-codes";
import {
  commandsOf,
  entriesOf,
  isGroup,
  type Command,
  type CommandGroup,
  type Entry,
  type Section,
} from "./command";
import type { CommandOption } from "./option";
import { commonOptions, findCommand } from "./parse";
import { wrapPage } from "../terminal/text-width";

const title = "glrunner creates an EKS cluster for GitLab jobs from one configuration file.";
const usageLine = "Usage: glrunner COMMAND [OPTIONS]";

/** The usual commands. `glrunner help` prints it, and the file `help` holds it. */
export function overview(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ title: heading, usual }) => headed(heading, usual.map(summaryRow(11))));
  return lines([
    title,
    usageLine,
    "",
    ...rows,
    "",
    "glrunner COMMAND --help explains a command; glrunner help all lists all of them.",
  ]);
}

/** Every command, a line each. */
function everyCommand(sections: readonly Section[]): string {
  const rows = sections.flatMap((section) =>
    headed(section.title, entriesOf([section]).flatMap(commandsOf).map(summaryRow(17))),
  );
  return lines([usageLine, "", ...rows, "", "Options of every command", ...optionRows(commonOptions)]);
}

type HelpPage =
  | { readonly ok: true; readonly text: string }
  | ({ readonly ok: false } & Extract<ReturnType<typeof findCommand>, { readonly message: string }>);

/** The page for these words of `glrunner help`. @param words a command, `all`, or nothing */
export function helpFor(sections: readonly Section[], words: readonly string[]): HelpPage {
  const [first] = words;
  if (first === undefined) return { ok: true, text: overview(sections) };
  if (first === "all") return { ok: true, text: everyCommand(sections) };
  const group = entriesOf(sections).find(({ name }) => name === first);
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
    ...shown.map(summaryRow(17)).map((each) => `  ${each}`),
    "",
    `To explain one of them: glrunner ${first?.name ?? ""} --help`,
  ]);
}

function commandHelp(command: Command): string {
  const { summary, details, arguments: words } = command;
  return lines([
    ...wrapPage(`${summary}.${details === undefined ? "" : ` ${details}`}`, ""),
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
    ...exitsOf(command).flatMap(([code, meaning]) => row(String(code), meaning, 5)),
  ]);
}

export function usageOf({ name, arguments: { usage } }: Command): string {
  return `glrunner ${name}${usage === "" ? "" : ` ${usage}`} [OPTIONS]`;
}

/** The exit codes of a command with their meanings: those of every command, and those that it defines. */
export function exitsOf({ exits = {} }: Command): readonly (readonly [code: number, meaning: string])[] {
  const general: readonly ExitName[] = ["ok", "failed", "refused"];
  return exitMeanings
    .filter(([name]) => general.includes(name) || exits[name] !== undefined)
    .map(([name, meaning]) => [exitCodes[name], exits[name] ?? meaning]);
}

/** The option as a user types it: `-c, --config FILE`. */
export function optionUsage(name: string, { short, placeholder }: CommandOption<unknown>): string {
  return `${short === undefined ? "    " : `-${short}, `}--${name}${placeholder === undefined ? "" : ` ${placeholder}`}`;
}

/** The meaning of an option with its choices, its default, and whether it may be repeated. */
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

/** Puts the heading in front of the first row, so that all commands fit on one screen. */
function headed(heading: string, rows: readonly string[]): string[] {
  return rows.map((text, index) => `${(index === 0 ? heading : "").padEnd(8)}${text}`);
}

/** A line of a list. @param width columns of the longest name */
const summaryRow =
  (width: number) =>
  ({ name, summary }: Pick<Entry, "name" | "summary">) =>
    `${name.padEnd(width + 1)}${summary}`;

/** A term and its meaning; the meaning begins on a line of its own where the term is too long. */
function row(term: string, meaning: string, width: number): string[] {
  const indent = " ".repeat(width + 4);
  const [first = "", ...more] = wrapPage(meaning, indent);
  return term.length > width
    ? [`  ${term}`, first, ...more]
    : [`  ${term.padEnd(width)}  ${first.trimStart()}`, ...more];
}

function lines(all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
