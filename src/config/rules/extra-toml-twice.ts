/** Settings that an option and `extraToml` both set, to different values: one of the two would be lost. */
import { isMapping, valueAt, type Path } from "../paths";
import type { Finding } from "../input/problems";
import { tomlSettings } from "../runner-toml/settings";
import type { FleetEntry } from "../input/parse-sections";
import { jobSection } from "../runner-toml/section";
import { tomlValues } from "../runner-toml/read";
import type { Findings } from "./rule";

/**
 * @param section the `[[runners]]` table of `extraToml`
 * @param raw the configuration as written
 * @param path of `extraToml`
 */
export function writtenTwice(
  section: unknown,
  { index, runner }: FleetEntry,
  raw: unknown,
  path: Path,
): Findings {
  const options = jobSection(runner.job);
  return tomlSettings.map(({ key, option, extra, kind }) => {
    const value = valueAt(raw, ["runners", index, ...option.split(".")]);
    if ((extra !== "joins" && extra !== "wins") || value === undefined) return undefined;
    const [mine] = kind === "job" ? tomlValues(options, key) : [value];
    return tomlValues(section, key)
      .filter((theirs) => differs(mine, theirs))
      .map((theirs) => twice(key.join("."), `runners[${index}].${option}`, path, theirs));
  });
}

/**
 * Keys of one table that differ only in case. The runner takes one of them at random.
 * Source: github.com/BurntSushi/toml decode.go, which looks for a field over the keys of a Go map.
 * @param at prefix of the keys, with a dot at its end
 */
export function sameInOtherCase(section: unknown, path: Path, at = ""): Findings {
  if (Array.isArray(section)) {
    return section.map((item: unknown) => sameInOtherCase(item, path, at));
  }
  if (!isMapping(section) || section instanceof Date) return undefined;
  const names = Object.keys(section);
  const lower = names.map((name) => name.toLowerCase());
  return [
    names
      .filter((_, index) => lower.indexOf(lower[index] ?? "") < index)
      .map((name) => twice(`${at}${name}`, "another key that differs only in case", path, section[name])),
    names.map((name) => sameInOtherCase(section[name], path, `${at}${name}.`)),
  ];
}

/** Lists add up. So do tables, except for a value that both have. */
function differs(mine: unknown, theirs: unknown): boolean {
  if (Array.isArray(mine) && Array.isArray(theirs)) return false;
  if (isMapping(mine) && isMapping(theirs)) {
    return Object.entries(mine).some(([key, value]) =>
      tomlValues(theirs, [key]).some((other) => differs(value, other)),
    );
  }
  // `environment` is a mapping in the configuration and a list in TOML.
  if (isMapping(mine) && Array.isArray(theirs)) {
    return Object.entries(mine).some(([name, value]) =>
      theirs.some(
        (line) =>
          typeof line === "string" && line.startsWith(`${name}=`) && line !== `${name}=${String(value)}`,
      ),
    );
  }
  return mine !== theirs;
}

const twice = (key: string, option: string, path: Path, value: unknown): Finding => ({
  code: "extra-toml-twice",
  path,
  value,
  message: `${key} differs from ${option}`,
  allowed: "one of the two",
  fix: `remove ${key} from extraToml, or remove ${option}`,
});
