/** Completion for zsh: the same walk over the words as in bash, with descriptions. */
import type { Completes } from "../definition/value";
import {
  firstWords,
  flags,
  functionName,
  posixConfig,
  runnerNames,
  withValue,
  wordsIn,
  type CompletedOption,
  type CompletionTable,
  type FirstWord,
} from "./table";

/** A word of a POSIX shell. */
const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

export function zsh(table: CompletionTable): string[] {
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
    // zsh calls a file in fpath. A start file only registers the function.
    `if [[ $zsh_eval_context[-1] == loadautofunc ]]; then ${name} "$@"; else compdef ${name} ${table.program}; fi`,
  ];
}

function zshDescribed({ name, description }: Pick<FirstWord, "name" | "description">): string {
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
