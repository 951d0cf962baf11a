/**
 * What TOML has at a path, as the runner reads it: keys in any case, so that there may be several values.
 * Source: github.com/BurntSushi/toml decode.go, which takes a key that differs from a field only by case.
 */
import { isMapping } from "../paths";

export function tomlValues(root: unknown, path: readonly string[]): readonly unknown[] {
  const [key, ...rest] = path;
  if (key === undefined) return [root];
  if (!isMapping(root)) return [];
  return Object.entries(root)
    .filter(([name]) => name.toLowerCase() === key.toLowerCase())
    .flatMap(([, value]) => tomlValues(value, rest));
}
