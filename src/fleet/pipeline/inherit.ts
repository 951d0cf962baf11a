/** What a job is once `extends` and `!reference` are followed, within the one file that is read. */
import type { Located, LocatedMap } from "./located";

export interface Note {
  readonly line: number;
  readonly message: string;
}

/** As GitLab has them: doc/ci/yaml, `extends` and `!reference`. */
const mostLevels = 11;

/** Maps merge key by key; of everything else the one above wins. */
function merged(under: Located, over: Located): Located {
  if (under.kind !== "map" || over.kind !== "map") return over;
  const entries = new Map(under.entries);
  for (const [key, value] of over.entries) {
    const below = entries.get(key);
    entries.set(key, below === undefined ? value : merged(below, value));
  }
  return { kind: "map", entries, line: over.line };
}

export function textsOf(value: Located | undefined): readonly string[] {
  if (value?.kind === "scalar") return value.text === "" ? [] : [value.text];
  return value?.kind === "list" ? value.items.flatMap(textsOf) : [];
}

/** The job with what it extends; what is not there is noted, and left out. */
export function extended(root: LocatedMap, name: string, notes: Note[]): LocatedMap | undefined {
  return extendedWithin(root, name, [], notes);
}

function extendedWithin(
  root: LocatedMap,
  name: string,
  within: readonly string[],
  notes: Note[],
): LocatedMap | undefined {
  const own = root.entries.get(name);
  if (own?.kind !== "map") return undefined;
  const parents = own.entries.get("extends");
  if (parents === undefined) return own;
  let under: Located = { kind: "map", entries: new Map(), line: own.line };
  for (const parent of textsOf(parents)) {
    if (within.includes(parent) || parent === name || within.length >= mostLevels) {
      notes.push({ line: parents.line, message: `${name} extends ${parent}, which has no end` });
      continue;
    }
    const found = extendedWithin(root, parent, [...within, name], notes);
    if (found === undefined) {
      notes.push({ line: parents.line, message: `${name} extends ${parent}, which is not in this file` });
    } else {
      under = merged(under, found);
    }
  }
  const whole = merged(under, own);
  return whole.kind === "map" ? whole : own;
}

/** With every `!reference` replaced by what it names; in a list, by its items. */
export function dereferenced(
  root: LocatedMap,
  value: Located,
  notes: Note[],
  within: readonly string[] = [],
): Located {
  switch (value.kind) {
    case "scalar":
      return value;
    case "list": {
      const items = value.items.flatMap((item) => {
        const each = dereferenced(root, item, notes, within);
        return item.kind === "reference" && each.kind === "list" ? each.items : [each];
      });
      return { ...value, items };
    }
    case "map": {
      const entries = [...value.entries].map(
        ([key, each]) => [key, dereferenced(root, each, notes, within)] as const,
      );
      return { ...value, entries: new Map(entries) };
    }
    case "reference":
      return referred(root, value, notes, within);
  }
}

function referred(
  root: LocatedMap,
  { path, line }: Extract<Located, { kind: "reference" }>,
  notes: Note[],
  within: readonly string[],
): Located {
  const nothing: Located = { kind: "list", items: [], line };
  const wanted = path.join(", ");
  const [job = "", ...keys] = path;
  let found: Located | undefined = extended(root, job, []) ?? root.entries.get(job);
  for (const key of keys) found = found?.kind === "map" ? found.entries.get(key) : undefined;
  if (found === undefined || within.includes(wanted)) {
    notes.push({ line, message: `!reference [${wanted}] leads to nothing in this file` });
    return nothing;
  }
  return dereferenced(root, found, notes, [...within, wanted]);
}
