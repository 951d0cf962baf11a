/**
 * Guards what comes in before anything walks it: plain data only (what JSON can say), not nested beyond what any
 * configuration needs. Not recursive, so that depth itself cannot break it; cycles count as endless depth.
 */
export const deepest = 64;

type Unfit = "too-deep" | "not-plain";

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export function unfit(root: unknown): Unfit | undefined {
  let level: readonly unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return "too-deep";
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint")
        return "not-plain";
      if (typeof value !== "object" || value === null) continue;
      if (!isPlain(value)) return "not-plain";
      for (const item of Object.values(value)) next.push(item);
    }
    level = next;
  }
  return undefined;
}

/** A copy without keys whose value is undefined, which YAML and JSON do not know but callers may pass. */
export function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]: [string, unknown]) => [key, withoutUndefined(item)]));
}
