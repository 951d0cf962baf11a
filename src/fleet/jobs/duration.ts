/** Parses durations in the format of Go, which GitLab Runner uses: `2h0m0s`, `90m`, `1.5h`. */
const seconds: ReadonlyMap<string, number> = new Map([
  ["h", 3600],
  ["m", 60],
  ["s", 1],
  ["ms", 1e-3],
]);
const part = /(\d+(?:\.\d+)?)(ms|[hms])/g;

/** The duration in seconds; undefined for any other text. */
export function secondsOf(span: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|[hms]))+$/.test(span)) return undefined;
  return [...span.matchAll(part)].reduce(
    (sum, [, digits = "", unit = ""]) => sum + Number(digits) * (seconds.get(unit) ?? 0),
    0,
  );
}
