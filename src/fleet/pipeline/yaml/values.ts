/** The values of a pipeline file, each with its line, and the merge of two mappings. */
import type { ExpansionBudget } from "../limits";

/** A value of a pipeline file and its line. */
export type Located =
  | { readonly kind: "scalar"; readonly text: string; readonly line: number }
  | { readonly kind: "list"; readonly items: readonly Located[]; readonly line: number }
  | LocatedMap
  | LocatedReference;

export interface LocatedMap {
  readonly kind: "map";
  /** The line of an entry is the line of its key. */
  readonly entries: ReadonlyMap<string, Located>;
  readonly line: number;
}

/** A `!reference`, which is resolved after all files are read. */
export interface LocatedReference {
  readonly kind: "reference";
  readonly path: readonly string[];
  readonly line: number;
}

/** The value of a key; undefined if the value is no mapping or has no such key. */
export function entryOf(value: Located | undefined, key: string): Located | undefined {
  return value?.kind === "map" ? value.entries.get(key) : undefined;
}

/** The text of a scalar; undefined for every other value. */
export function scalarText(value: Located | undefined): string | undefined {
  return value?.kind === "scalar" ? value.text : undefined;
}

/** The value that a `!reference` names; undefined if no such key exists. */
export function valueAt(root: Located, path: readonly string[]): Located | undefined {
  return path.reduce<Located | undefined>(entryOf, root);
}

/** The texts of a scalar, or of a list and the lists inside it, without empty texts. */
export function textsOf(value: Located | undefined, budget: ExpansionBudget): readonly string[] {
  if (value?.kind === "scalar") return value.text === "" ? [] : [value.text];
  if (value?.kind !== "list") return [];
  const texts: string[] = [];
  collectTexts(value, texts, budget);
  return texts;
}

function collectTexts(value: Located, into: string[], budget: ExpansionBudget): void {
  if (value.kind === "scalar") into.push(value.text);
  if (value.kind !== "list") return;
  budget.addExpansions(value.items.length, value.line);
  for (const item of value.items)
    if (item.kind !== "scalar" || item.text !== "") collectTexts(item, into, budget);
}

/** Merges deeply, as GitLab does: mappings key by key; for all other values the one in `over` wins. */
export function merged(under: LocatedMap, over: LocatedMap, budget: ExpansionBudget): LocatedMap {
  if (under.entries.size === 0) return over;
  budget.addExpansions(under.entries.size + over.entries.size, over.line);
  const entries = new Map(under.entries);
  for (const [key, value] of over.entries) {
    const below = entries.get(key);
    const bothMaps = below?.kind === "map" && value.kind === "map";
    entries.set(key, bothMaps ? merged(below, value, budget) : value);
  }
  return { kind: "map", entries, line: over.line };
}
