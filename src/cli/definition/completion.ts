/**
 * Shell completion, generated from a table of the commands: one script a shell, which needs neither this program nor
 * anything else while somebody types. Descriptions may be any text; all that is offered is plain words.
 */
import type { Completes } from "./value";

export const shells = ["bash", "zsh", "fish"] as const;
type Shell = (typeof shells)[number];

export interface CompletedOption {
  /** Without dashes. An option of the same name takes the same in every command. */
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
  /** @default none but those of every command */
  readonly options?: readonly CompletedOption[];
  /** What may follow: words such as stages each once. @default nothing */
  readonly takes?: Completes;
}

export interface CompletionTable {
  readonly program: string;
  /** Of every command. */
  readonly options: readonly CompletedOption[];
  readonly commands: readonly CompletedCommand[];
}

export function completion(shell: Shell, table: CompletionTable): string {
  refuseOddWords(table);
  return `${{ bash, zsh, fish }[shell](table).join("\n")}\n`;
}

/** A shell would read more into them: `$`, blanks, quotes. */
function refuseOddWords({ program, options, commands }: CompletionTable): void {
  const all = [...options, ...commands.flatMap((row) => row.options ?? [])];
  const words = [
    program,
    ...all.flatMap(({ name, short = "s", takes }) => [name, short, ...wordsIn(takes)]),
    ...commands.flatMap(({ name, takes }) => [...name.split(" "), ...wordsIn(takes)]),
  ];
  const odd = words.find((word) => !/^\w[\w.-]*$/.test(word));
  if (odd !== undefined) throw new Error(`completion cannot offer ${JSON.stringify(odd)}`);
}

function wordsIn(takes: Completes | undefined): readonly string[] {
  return typeof takes === "object" ? takes : [];
}

/** The first word of a command: a command itself, or what one of several actions follows. */
interface FirstWord {
  readonly name: string;
  readonly description: string;
  readonly actions: readonly { readonly name: string; readonly description: string }[];
}

function firstWords({ commands }: CompletionTable): FirstWord[] {
  const names = new Set(commands.map(({ name }) => name.split(" ")[0] ?? name));
  return [...names].map((name) => {
    const actions = commands
      .filter((row) => row.name.startsWith(`${name} `))
      .map((row) => ({ ...row, name: row.name.slice(name.length + 1) }));
    const description = commands.find((row) => row.name === name)?.description;
    return { name, description: description ?? actions.map((action) => action.name).join(", "), actions };
  });
}

function flags({ name, short }: CompletedOption): string[] {
  return [...(short === undefined ? [] : [`-${short}`]), `--${name}`];
}

/** Every option that takes a value, once: the word after it is no command. */
function withValue({ options, commands }: CompletionTable): CompletedOption[] {
  const all = [...options, ...commands.flatMap((row) => row.options ?? [])];
  return [...new Map(all.map((option) => [option.name, option])).values()].filter(({ takes }) => takes);
}

/**
 * Prints the names of the configured runners: the first key of each entry under `runners`, which the configuration may
 * write as `- name: fargate` or `- { name: fargate`. Deeper lists have names too, and stand further to the right.
 */
const runnerNames = (file: string) =>
  String.raw`sed -n '/^runners:/,/^[a-z]/s/^ \{0,2\}- *{\{0,1\} *name: *\([a-z0-9-]*\).*/\1/p' ${file} 2>/dev/null`;
const posixConfig = '"${GLRUNNER_CONFIG:-glrunner.yaml}"';

/** Of a POSIX shell. */
const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
const functionName = ({ program }: CompletionTable) => `_${program.replaceAll(/\W/g, "_")}`;

function bash(table: CompletionTable): string[] {
  const valued = withValue(table);
  const patterns = valued.flatMap(flags).join("|");
  const words = firstWords(table);
  const name = functionName(table);
  return [
    `${name}() {`,
    "  local current=${COMP_WORDS[COMP_CWORD]} option= command= action= given=' ' offered= word index",
    "  [[ $current == = ]] && current=",
    "  for ((index = 1; index < COMP_CWORD; index++)); do",
    "    word=${COMP_WORDS[index]}",
    "    [[ $word == = ]] && continue",
    "    if [[ -n $option ]]; then option=; continue; fi",
    "    case $word in",
    ...(patterns === "" ? [] : [`      ${patterns}) option=$word ;;`]),
    "      -*) ;;",
    '      *) if [[ -z $command ]]; then command=$word; else action=${action:-$word} given+="$word "; fi ;;',
    "    esac",
    "  done",
    "  COMPREPLY=()",
    "  case $option in",
    "    '') ;;",
    ...valued.map((option) => `    ${flags(option).join("|")}) given=' '; ${bashValue(option.takes)} ;;`),
    "  esac",
    "  if [[ -z $option ]]; then",
    "    case $command in",
    `      '') offered='${words.map((word) => word.name).join(" ")}' ;;`,
    ...words
      .filter(({ actions }) => actions.length > 0)
      .map(({ name: first, actions }) => {
        const offered = actions.map((action) => action.name).join(" ");
        return `      ${first}) if [[ -n $action ]]; then command+=" $action"; else offered='${offered}'; fi ;;`;
      }),
    "    esac",
    `    local options='${table.options.flatMap(flags).join(" ")}'`,
    "    case $command in",
    ...table.commands.map(({ name: row, options = [], takes }) => {
      const more = options.flatMap(flags).join(" ");
      return `      '${row}') options+=' ${more}'; ${bashValue(takes)} ;;`;
    }),
    "    esac",
    "    [[ $current == -* ]] && offered=$options",
    "  fi",
    "  for word in $offered; do",
    '    [[ $word == "$current"* && $given != *" $word "* ]] && COMPREPLY+=("$word")',
    "  done",
    "  return 0",
    "}",
    `complete -F ${name} ${table.program}`,
  ];
}

function bashValue(takes: Completes | undefined): string {
  if (takes === undefined || takes === "text") return ":";
  if (takes === "runner") return `offered+=" $(${runnerNames(posixConfig)})"`;
  if (takes !== "file" && takes !== "folder") return `offered+=' ${takes.join(" ")}'`;
  const list = `compgen ${takes === "file" ? "-f" : "-d"} -- "$current"`;
  return `compopt -o filenames 2>/dev/null; while IFS= read -r word; do COMPREPLY+=("$word"); done < <(${list})`;
}

/** The same walk over the words as in bash; what is offered has a description. */
function zsh(table: CompletionTable): string[] {
  const valued = withValue(table);
  const name = functionName(table);
  const words = firstWords(table);
  return [
    `#compdef ${table.program}`,
    `${name}() {`,
    "  local option= command= action= word",
    "  local -a offered switches given",
    '  for word in "${(@)words[2,CURRENT-1]}"; do',
    "    if [[ -n $option ]]; then option=; continue; fi",
    "    case $word in",
    ...valued.map((option) => `      (${flags(option).join("|")}) option=$word ;;`),
    "      (-*) ;;",
    "      (*) if [[ -z $command ]]; then command=$word; else action=${action:-$word}; given+=($word); fi ;;",
    "    esac",
    "  done",
    "  if [[ -z $option && ${words[CURRENT]} == --*=* ]]; then",
    "    option=${words[CURRENT]%%=*}",
    "    compset -P '*='",
    "  fi",
    "  case $option in",
    "    ('') ;;",
    ...valued.map((option) => `    (${flags(option).join("|")}) ${zshValue(option.takes)}; return ;;`),
    "    (*) return 1 ;;",
    "  esac",
    "  case $command in",
    `    ('') offered=(${words.map(zshDescribed).join(" ")}) ;;`,
    ...words
      .filter(({ actions }) => actions.length > 0)
      .map(({ name: first, actions }) => {
        const offered = actions.map(zshDescribed).join(" ");
        return `    (${first}) if [[ -n $action ]]; then command+=" $action"; else offered=(${offered}); fi ;;`;
      }),
    "  esac",
    `  switches=(${table.options.flatMap(zshSwitches).join(" ")})`,
    "  case $command in",
    ...table.commands.map(({ name: row, options = [], takes }) => {
      const more = options.flatMap(zshSwitches).join(" ");
      const files = typeof takes === "string" ? `[[ \${words[CURRENT]} == -* ]] || ${zshValue(takes)}` : ":";
      return `    ('${row}') switches+=(${more}); offered+=(${wordsIn(takes).join(" ")}); ${files} ;;`;
    }),
    "  esac",
    '  for word in $given; do offered=("${(@)offered:#$word(|:*)}"); done',
    "  if [[ ${words[CURRENT]} == -* ]]; then _describe -o option switches; else _describe word offered; fi",
    "}",
    // As a file of its own in fpath it is called; from a start file it is only made known.
    `if [[ $zsh_eval_context[-1] == loadautofunc ]]; then ${name} "$@"; else compdef ${name} ${table.program}; fi`,
  ];
}

interface Described {
  readonly name: string;
  readonly description: string;
}

function zshDescribed({ name, description }: Described): string {
  return quoted(`${name}:${description.replaceAll("\\", "\\\\").replaceAll("\n", " ")}`);
}

function zshSwitches(option: CompletedOption): string[] {
  return flags(option).map((name) => zshDescribed({ name, description: option.description }));
}

function zshValue(takes: Completes | undefined): string {
  if (takes === undefined || takes === "text") return "_message value";
  if (takes === "runner") return `compadd -- $(${runnerNames(posixConfig)})`;
  if (takes === "file") return "_files";
  return takes === "folder" ? "_files -/" : `compadd -- ${takes.join(" ")}`;
}

/** Rules instead of a walk: each says after which words it holds. */
function fish(table: CompletionTable): string[] {
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
