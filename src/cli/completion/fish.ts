/** Completion for fish: rules instead of a walk. Each rule says after which words it applies. */
import type { Completes } from "../definition/value";
import {
  firstWords,
  flags,
  functionName,
  runnerNames,
  withValue,
  wordsIn,
  type CompletedOption,
  type CompletionTable,
} from "./table";

export function fish(table: CompletionTable): string[] {
  const { program } = table;
  const at = `${functionName(table)}_at`;
  const after = `${functionName(table)}_in`;
  const path = `${functionName(table)}_path`;
  const rule = (when: string, ...what: readonly string[]) =>
    `complete -c ${program} -n ${fishQuoted(when)} ${what.join(" ")}`;
  const skipped = withValue(table).flatMap(flags);
  return [
    `function ${path}`,
    "  set -l skip 0",
    "  for word in (commandline -opc)[2..-1]",
    "    if test $skip = 1",
    "      set skip 0",
    "      continue",
    "    end",
    "    switch $word",
    ...(skipped.length === 0 ? [] : [`      case ${skipped.join(" ")}`, "        set skip 1"]),
    "      case '-*'",
    "      case '*'",
    "        echo $word",
    "    end",
    "  end",
    "end",
    `function ${at}`,
    `  set -l path (${path})`,
    '  test "$path" = "$argv"',
    "end",
    `function ${after}`,
    `  set -l path (${path})`,
    "  set -l length (count $argv)",
    "  test (count $path) -ge $length",
    '  and test "$path[1..$length]" = "$argv"',
    "end",
    `complete -c ${program} -f`,
    ...table.options.map((option) => `complete -c ${program} ${fishOption(option)}`),
    ...firstWords(table).flatMap(({ name: first, description, actions }) => [
      rule(at, `-a ${first}`, fishDescription(description)),
      ...actions.map((action) =>
        rule(`${at} ${first}`, `-a ${action.name}`, fishDescription(action.description)),
      ),
    ]),
    ...table.commands.flatMap(({ name, options = [], takes }) => [
      ...options.map((option) => rule(`${after} ${name}`, fishOption(option))),
      ...(takes === "file" ? [rule(`${after} ${name}`, "-F")] : []),
      ...(takes === "runner" ? [rule(`${after} ${name}`, `-a ${fishRunners}`)] : []),
      ...(takes === "folder" ? [rule(`${after} ${name}`, `-a ${fishFolders}`)] : []),
      ...wordsIn(takes).map((word) =>
        rule(`${after} ${name}; and not contains ${word} (${path})`, `-a ${word}`),
      ),
    ]),
  ];
}

const fishQuoted = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
const fishDescription = (text: string) => `-d ${fishQuoted(text.replaceAll("\n", " "))}`;

function fishOption({ name, short, description, takes }: CompletedOption): string {
  const names = `${short === undefined ? "" : `-s ${short} `}-l ${name}`;
  return `${names} ${fishValue(takes)}${fishDescription(description)}`;
}

const fishRunners = fishQuoted(
  `(${runnerNames("(set -q GLRUNNER_CONFIG; and echo $GLRUNNER_CONFIG; or echo glrunner.yaml)")})`,
);
const fishFolders = "'(__fish_complete_directories)'";

function fishValue(takes: Completes | undefined): string {
  if (takes === undefined) return "";
  if (takes === "text") return "-x ";
  if (takes === "runner") return `-x -a ${fishRunners} `;
  if (takes === "file") return "-r -F ";
  return takes === "folder" ? `-x -a ${fishFolders} ` : `-x -a '${takes.join(" ")}' `;
}
