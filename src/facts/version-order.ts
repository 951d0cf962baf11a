/** Compares versions that are numbers with dots: `1.9.0` is before `1.12.2`. A leading `v` is ignored. */
function numbersOf(version: string): readonly number[] {
  return version.replace(/^v/, "").split(".").map(Number);
}

/** A comparator for `sort`. Missing numbers count as zero. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [numbersOf(left), numbersOf(right)];
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether `from` <= version < `below`. */
export function inRange(version: string, from: string, below: string): boolean {
  return compareVersions(version, from) >= 0 && compareVersions(version, below) < 0;
}
