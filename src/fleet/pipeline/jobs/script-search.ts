/**
 * Finds programs in the scripts of jobs. It follows references and aliases, and searches each value once: the time depends
 * on the length of the text, even if a script doubles with every reference.
 */
import { valueAt, type Located, type LocatedMap } from "../yaml/values";
import type { LocatedText } from "./variables";

/** The first line of a script that uses each program, by the program's name. */
export type ProgramLines = ReadonlyMap<string, LocatedText>;

interface Program {
  readonly name: string;
  readonly command: RegExp;
}

/** Characters of a line that a finding shows. */
const maxLineLength = 60;
const none: ProgramLines = new Map();

export class ScriptSearch {
  private readonly results = new Map<object, ProgramLines>();

  constructor(
    private readonly root: LocatedMap,
    private readonly programs: readonly Program[],
  ) {}

  in(value: Located | undefined): ProgramLines {
    if (value === undefined || value.kind === "map") return none;
    // An alias is another object with the same items.
    const key = value.kind === "list" ? value.items : value;
    const known = this.results.get(key);
    if (known !== undefined) return known;
    // Ends the search at a reference that refers to itself.
    this.results.set(key, none);
    const result = this.search(value);
    this.results.set(key, result);
    return result;
  }

  private search(value: Exclude<Located, LocatedMap>): ProgramLines {
    if (value.kind === "reference") return this.in(valueAt(this.root, value.path));
    if (value.kind === "list") return union(value.items.map((item) => this.in(item)));
    return new Map(
      this.programs.flatMap(({ name, command }): [string, LocatedText][] => {
        const { index } = command.exec(value.text) ?? {};
        if (index === undefined) return [];
        const [text = ""] = value.text.slice(index, index + maxLineLength).split("\n");
        return [[name, { text, line: value.line }]];
      }),
    );
  }
}

/** The first line of each program. */
export function union(all: readonly ProgramLines[]): ProgramLines {
  const filled = all.filter(({ size }) => size > 0);
  return new Map(filled.reverse().flatMap((lines) => [...lines]));
}
