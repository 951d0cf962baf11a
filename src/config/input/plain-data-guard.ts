/**
 * Guards the input before anything walks it: plain data only (what JSON can express) and within `inputLimits`. The walk
 * is a loop over levels, so that depth itself cannot break it. A cycle counts as endless depth.
 */
import { inputLimits } from "./limits";
import type { Path } from "../paths";

/** The first limit that data exceeds, and where. */
export interface Unfit {
  readonly reason: "too-deep" | "not-plain" | "too-many-values" | "text-too-long";
  /** Empty for the whole file. */
  readonly path: Path;
}

/** A value and its place, as a chain: a copied path for each of many deep values would cost quadratic memory. */
interface Visited {
  readonly value: unknown;
  readonly key?: PropertyKey;
  readonly parent?: Visited;
}

function pathOf(visited: Visited | undefined): PropertyKey[] {
  const path: PropertyKey[] = [];
  for (let at = visited; at?.key !== undefined; at = at.parent) path.unshift(at.key);
  return path;
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Undefined if the data is plain and within the limits. */
export function unfit(root: unknown): Unfit | undefined {
  let level: readonly Visited[] = [{ value: root }];
  let count = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > inputLimits.depth) return { reason: "too-deep", path: [] };
    const next: Visited[] = [];
    for (const visited of level) {
      const reason = unfitValue(visited.value);
      if (reason === "text-too-long") return { reason, path: pathOf(visited) };
      if (reason !== undefined) return { reason, path: [] };
      if (typeof visited.value !== "object" || visited.value === null) continue;
      for (const [key, value] of Object.entries(visited.value)) {
        if (key.length > inputLimits.keyCharacters) return { reason: "text-too-long", path: pathOf(visited) };
        count += 1;
        if (count > inputLimits.values) return { reason: "too-many-values", path: [] };
        next.push({ value, key: Array.isArray(visited.value) ? Number(key) : key, parent: visited });
      }
    }
    level = next;
  }
  return undefined;
}

function unfitValue(value: unknown): Unfit["reason"] | undefined {
  if (typeof value === "string")
    return value.length > inputLimits.textCharacters ? "text-too-long" : undefined;
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint")
    return "not-plain";
  return typeof value === "object" && value !== null && !isPlain(value) ? "not-plain" : undefined;
}

/** A copy without keys whose value is undefined: YAML and JSON do not know it, but callers may pass it. */
export function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]: [string, unknown]) => [key, withoutUndefined(item)]));
}
