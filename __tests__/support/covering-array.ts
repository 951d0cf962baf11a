/**
 * Calculates a small set of rows in which every pair of levels of two factors occurs at least once. Most faults of a
 * configuration need only one or two options, and each row costs minutes of test time.
 *
 * 1. A row starts with the first pair that no earlier row covers.
 * 2. Each other factor gets the level that covers the most pairs that are still uncovered.
 * 3. Rows are added until every pair is covered.
 * 4. The result depends on the order of the factors. Every rotation of the order is tried, and the shortest result is used.
 */
export type Factors = Readonly<Record<string, readonly string[]>>;
export type Row = Readonly<Record<string, string>>;

/** Returns the shortest array that the greedy algorithm finds. Equal input gives equal output. */
export function coveringArray(factors: Factors): Row[] {
  const names = Object.keys(factors);
  const arrays = names.map((_, start) =>
    greedyArray(factors, [...names.slice(start), ...names.slice(0, start)]),
  );
  return arrays.reduce((best, array) => (array.length < best.length ? array : best));
}

function greedyArray(factors: Factors, names: readonly string[]): Row[] {
  const uncovered = new Set(allPairs(factors));
  const rows: Row[] = [];
  while (uncovered.size > 0) {
    const row: Record<string, string> = { ...seed(uncovered) };
    for (const name of names.filter((factor) => !(factor in row))) {
      // The number of new pairs with the chosen cells. Ties go to the level with the most uncovered pairs.
      const gain = (level: string) =>
        pairsOf({ ...row, [name]: level }).filter((pair) => uncovered.has(pair)).length +
        [...uncovered].filter((pair) => pair.split(separator).includes(level)).length / 1000;
      row[name] = (factors[name] ?? []).reduce((best, level) => (gain(level) > gain(best) ? level : best));
    }
    for (const pair of pairsOf(row)) uncovered.delete(pair);
    rows.push(row);
  }
  return rows;
}

const separator = "\u0000";
const pairKey = (...parts: readonly string[]) => parts.join(separator);

/** Returns the keys of all pairs that a row covers. */
export function pairsOf(row: Row): string[] {
  const cells = Object.entries(row).sort(([a], [b]) => a.localeCompare(b));
  return cells.flatMap(([a, x], index) => cells.slice(index + 1).map(([b, y]) => pairKey(a, x, b, y)));
}

/** Returns the keys of all pairs that an array must cover. */
export function allPairs(factors: Factors): string[] {
  const names = Object.keys(factors).sort((a, b) => a.localeCompare(b));
  return names.flatMap((a, index) =>
    names
      .slice(index + 1)
      .flatMap((b) => (factors[a] ?? []).flatMap((x) => (factors[b] ?? []).map((y) => pairKey(a, x, b, y)))),
  );
}

/** Returns the two cells of the first uncovered pair. */
function seed(uncovered: ReadonlySet<string>): Row {
  const [first = ""] = uncovered;
  const [a = "", x = "", b = "", y = ""] = first.split(separator);
  return { [a]: x, [b]: y };
}
