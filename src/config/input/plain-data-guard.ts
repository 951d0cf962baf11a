/**
 * Checks the input before any other code walks it: only plain data, which JSON can express, and within `inputLimits`.
 * The walk is a loop over levels, so that deep data cannot exhaust the stack. A cycle counts as endless depth.
 */
import { inputLimits } from "./limits";
import type { Path } from "../paths";

/** Why glrunner cannot use the input. */
export interface UnusableInput {
  readonly reason: "too-deep" | "not-plain" | "too-many-values" | "text-too-long";
  /** Empty for the whole input. */
  readonly path: Path;
}

/** A value and its path as a chain. A path of its own for each of many deep values would cost quadratic memory. */
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

/** The first violation; undefined if the input is plain data within the limits. */
export function unusable(root: unknown): UnusableInput | undefined {
  let level: readonly Visited[] = [{ value: root }];
  let count = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > inputLimits.depth) return { reason: "too-deep", path: [] };
    const next: Visited[] = [];
    for (const visited of level) {
      const reason = unusableValue(visited.value);
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

function unusableValue(value: unknown): UnusableInput["reason"] | undefined {
  if (typeof value === "string")
    return value.length > inputLimits.textCharacters ? "text-too-long" : undefined;
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint")
    return "not-plain";
  return typeof value === "object" && value !== null && !isPlain(value) ? "not-plain" : undefined;
}

/** A copy without keys whose value is undefined, which callers may pass although YAML and JSON have no such value. */
export function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]: [string, unknown]) => [key, withoutUndefined(item)]));
}
