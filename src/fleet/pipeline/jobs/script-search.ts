/**
 * Finds programs in the scripts of jobs. References and aliases are followed and each value is searched once, so that a
 * script that doubles with every reference takes no longer than its text is long.
 */
import type { Located, LocatedMap } from "../yaml/values";
import type { LocatedText } from "./variables";

/** The first line of a script that uses each program, by the program's name. */
export type ProgramLines = ReadonlyMap<string, LocatedText>;

interface Program {
  readonly name: string;
  readonly command: RegExp;
}

/** Characters of a line that are shown. */
const longestLine = 60;
const none: ProgramLines = new Map();

export class ScriptSearch {
  private readonly found = new Map<object, ProgramLines>();

  constructor(
    private readonly root: LocatedMap,
    private readonly programs: readonly Program[],
  ) {}

  in(value: Located | undefined): ProgramLines {
    if (value === undefined || value.kind === "map") return none;
    // An alias is another object with the same items.
    const key = value.kind === "list" ? value.items : value;
    const known = this.found.get(key);
    if (known !== undefined) return known;
    // A reference that leads back to itself finds nothing more.
    this.found.set(key, none);
    const result = this.search(value);
    this.found.set(key, result);
    return result;
  }

  private search(value: Exclude<Located, LocatedMap>): ProgramLines {
    if (value.kind === "reference") return this.in(this.target(value.path));
    if (value.kind === "list") return union(value.items.map((item) => this.in(item)));
    return new Map(
      this.programs.flatMap(({ name, command }): [string, LocatedText][] => {
        const { index } = command.exec(value.text) ?? {};
        if (index === undefined) return [];
        const [text = ""] = value.text.slice(index, index + longestLine).split("\n");
        return [[name, { text, line: value.line }]];
      }),
    );
  }

  private target([first = "", ...keys]: readonly string[]): Located | undefined {
    let target = this.root.entries.get(first);
    for (const key of keys) target = target?.kind === "map" ? target.entries.get(key) : undefined;
    return target;
  }
}

/** The first of each program. */
export function union(all: readonly ProgramLines[]): ProgramLines {
  const filled = all.filter(({ size }) => size > 0);
  return new Map(filled.reverse().flatMap((each) => [...each]));
}
