/** The values of a pipeline file, each with its line: what they are, their texts, and how two mappings merge. */
import type { ExpansionBudget } from "../limits";

export type Located =
  | { readonly kind: "scalar"; readonly text: string; readonly line: number }
  | { readonly kind: "list"; readonly items: readonly Located[]; readonly line: number }
  | LocatedMap
  | LocatedReference;

export interface LocatedMap {
  readonly kind: "map";
  /** The line of an entry is its key's. */
  readonly entries: ReadonlyMap<string, Located>;
  readonly line: number;
}

/** A `!reference`, which is resolved once all files are read. */
export interface LocatedReference {
  readonly kind: "reference";
  readonly path: readonly string[];
  readonly line: number;
}

/** The texts of a scalar or of a list, lists within it too; empty texts of a scalar count as none. */
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

/** A deep merge, as GitLab's: maps key by key; of anything else the one above wins. */
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
