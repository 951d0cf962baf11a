/**
 * The completion script of a shell, generated from a table of the commands. It needs no other program while a user types.
 * Descriptions may be any text; every offered word is plain.
 */
import { bash } from "./bash";
import { fish } from "./fish";
import { wordsIn, type CompletionTable } from "./table";
import { zsh } from "./zsh";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** @throws when the table offers a word that a shell would not take literally */
export function completionScript(shell: Shell, table: CompletionTable): string {
  refuseOddWords(table);
  return `${{ bash, zsh, fish }[shell](table).join("\n")}\n`;
}

/** Refuses `$`, blanks and quotes, which shells interpret. */
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
