/** Completion for bash: walks over the words, then offers what may follow. */
import type { Completes } from "../definition/value";
import {
  firstWords,
  flags,
  functionName,
  posixConfig,
  runnerNames,
  withValue,
  type CompletionTable,
} from "./table";

export function bash(table: CompletionTable): string[] {
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
