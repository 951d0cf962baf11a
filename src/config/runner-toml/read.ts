/** Reads `extraToml` within the limits of a configuration, and finds values as the runner finds them. */
import { parse, TomlError } from "smol-toml";
import { inputLimits } from "../input/limits";
import { isMapping } from "../paths";

type TomlRead =
  | { readonly ok: true; readonly toml: Readonly<Record<string, unknown>> }
  /** `place` is empty if it is unknown. The parser's own message quotes the text, which may hold a secret. */
  | { readonly ok: false; readonly reason: "syntax" | "too-deep"; readonly place: string };

/** Never throws. Long dotted keys count as nesting, because each dot makes a table. */
export function readToml(text: string): TomlRead {
  try {
    const toml: Readonly<Record<string, unknown>> = parse(text, { maxDepth: inputLimits.depth });
    return isTooDeep(toml) ? { ok: false, reason: "too-deep", place: "" } : { ok: true, toml };
  } catch (error) {
    const place = error instanceof TomlError ? ` (line ${error.line}, column ${error.column})` : "";
    return { ok: false, reason: "syntax", place };
  }
}

/** A loop over levels, because recursion could exhaust the stack. */
function isTooDeep(root: unknown): boolean {
  let level: readonly unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > inputLimits.depth) return true;
    level = level.flatMap((value): unknown[] =>
      typeof value === "object" && value !== null && !(value instanceof Date) ? Object.values(value) : [],
    );
  }
  return false;
}

/**
 * The values at a path as the runner reads it. Keys may have any case, so there may be several values.
 * Source: github.com/BurntSushi/toml decode.go, which accepts a key that differs from a field only in case.
 */
export function tomlValues(root: unknown, path: readonly string[]): readonly unknown[] {
  const [key, ...rest] = path;
  if (key === undefined) return [root];
  if (!isMapping(root)) return [];
  return Object.entries(root)
    .filter(([name]) => name.toLowerCase() === key.toLowerCase())
    .flatMap(([, value]) => tomlValues(value, rest));
}
