/** Compares two versions of a text line by line, as `diff` does: `-` is a removed line, `+` an added one. */

interface DiffLine {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/** Finds the longest common subsequence of lines. Time and memory grow with the product of both lengths. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [old, next] = [before.split("\n"), after.split("\n")];
  const common = old.map(() => next.map(() => 0));
  const at = (row: number, column: number) => common[row]?.[column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1)
    for (let column = next.length - 1; column >= 0; column -= 1) {
      const cells = common[row];
      if (cells)
        cells[column] =
          old[row] === next[column]
            ? at(row + 1, column + 1) + 1
            : Math.max(at(row + 1, column), at(row, column + 1));
    }
  const lines: DiffLine[] = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < next.length) {
    const [was, is] = [old[row], next[column]];
    if (was !== undefined && was === is) {
      lines.push({ sign: " ", text: was });
      [row, column] = [row + 1, column + 1];
    } else if (was !== undefined && (is === undefined || at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ sign: "-", text: was });
      row += 1;
    } else {
      lines.push({ sign: "+", text: is ?? "" });
      column += 1;
    }
  }
  return lines;
}

/** Unchanged lines that are shown before and after each change. */
const contextLines = 2;

export function diffText(before: string, after: string): string {
  const lines = lineDiff(before, after);
  const isNear = (at: number) =>
    lines.slice(Math.max(0, at - contextLines), at + contextLines + 1).some(({ sign }) => sign !== " ");
  return lines.map(({ sign, text }, at) => (isNear(at) ? `${sign} ${text}`.trimEnd() + "\n" : "")).join("");
}
