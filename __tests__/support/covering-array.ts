/**
 * Few rows in which every pair of choices of two factors occurs at least once: most faults of a configuration need
 * one option or two together, and rows cost minutes. Greedy: each row takes what covers most of what is left.
 */
export type Factors = Readonly<Record<string, readonly string[]>>;
export type Row = Readonly<Record<string, string>>;

/** The shortest of what the greedy way finds, beginning with each factor in turn. */
export function coveringArray(factors: Factors): Row[] {
  const names = Object.keys(factors);
  const arrays = names.map((_, start) =>
    greedyArray(factors, [...names.slice(start), ...names.slice(0, start)]),
  );
  return arrays.reduce((best, array) => (array.length < best.length ? array : best));
}

function greedyArray(factors: Factors, names: readonly string[]): Row[] {
  const open = new Set(allPairs(factors));
  const rows: Row[] = [];
  while (open.size > 0) {
    const row: Record<string, string> = { ...seed(open) };
    for (const name of names.filter((each) => !(each in row))) {
      // What the chosen cells cover with it, and a little for what it leaves to the cells to come.
      const gain = (level: string) =>
        pairsOf({ ...row, [name]: level }).filter((pair) => open.has(pair)).length +
        [...open].filter((pair) => pair.split(separator).includes(level)).length / 1000;
      row[name] = (factors[name] ?? []).reduce((best, level) => (gain(level) > gain(best) ? level : best));
    }
    for (const pair of pairsOf(row)) open.delete(pair);
    rows.push(row);
  }
  return rows;
}

const separator = "\u0000";
const pairKey = (...parts: readonly string[]) => parts.join(separator);

/** Of every two factors, in the order in which the row names them. */
export function pairsOf(row: Row): string[] {
  const cells = Object.entries(row).sort(([a], [b]) => a.localeCompare(b));
  return cells.flatMap(([a, x], index) => cells.slice(index + 1).map(([b, y]) => pairKey(a, x, b, y)));
}

export function allPairs(factors: Factors): string[] {
  const names = Object.keys(factors).sort((a, b) => a.localeCompare(b));
  return names.flatMap((a, index) =>
    names
      .slice(index + 1)
      .flatMap((b) => (factors[a] ?? []).flatMap((x) => (factors[b] ?? []).map((y) => pairKey(a, x, b, y)))),
  );
}

function seed(open: ReadonlySet<string>): Row {
  const [first = ""] = open;
  const [a = "", x = "", b = "", y = ""] = first.split(separator);
  return { [a]: x, [b]: y };
}
