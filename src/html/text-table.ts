/**
 * Lines of a table for a terminal. Columns have the width of their longest cell and two spaces between them.
 *
 * @param isRight whether a column is aligned to the right. @default none is
 */
export function tableLines(
  rows: readonly (readonly string[])[],
  isRight: (column: number) => boolean = () => false,
): readonly string[] {
  const widths = new Map<number, number>();
  for (const row of rows)
    row.forEach((cell, at) => widths.set(at, Math.max(widths.get(at) ?? 0, cell.length)));
  const padded = (cell: string, at: number) =>
    isRight(at) ? cell.padStart(widths.get(at) ?? 0) : cell.padEnd(widths.get(at) ?? 0);
  return rows.map((row) => row.map(padded).join("  ").trimEnd());
}
