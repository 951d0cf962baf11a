/** Settings that an option and `extraToml` both set, to different values: one of them would be lost. */
import { isMapping, valueAt, type Path } from "../paths";
import { problem, type Problem } from "../input/problems";
import { tomlSettings } from "../runner-toml/settings";
import type { FleetEntry } from "../input/parse-sections";
import { jobSection } from "../runner-toml/section";
import { tomlValues } from "../runner-toml/read";

/** The runner's part of the configuration as it was written. */
type Written = (option: string) => unknown;

/**
 * @param section the `[[runners]]` table of `extraToml`
 * @param path where it stands
 */
export function writtenTwice(
  section: unknown,
  { index, runner }: FleetEntry,
  raw: unknown,
  path: Path,
): readonly Problem[] {
  const written: Written = (option) => valueAt(raw, ["runners", index, ...option.split(".")]);
  const options = jobSection(runner.job);
  return tomlSettings.flatMap(({ key, option, extra, kind }) => {
    if (extra !== "joins" && extra !== "wins") return [];
    const value = written(option);
    if (value === undefined) return [];
    const [mine] = kind === "job" ? tomlValues(options, key) : [value];
    return tomlValues(section, key)
      .filter((theirs) => differs(mine, theirs))
      .map((theirs) => twice(key.join("."), `runners[${index}].${option}`, path, theirs));
  });
}

/**
 * Keys of one table that differ only in case. The runner takes one of them at random.
 * Source: github.com/BurntSushi/toml decode.go, which looks for a field over the keys of a Go map.
 */
export function sameInOtherCase(section: unknown, path: Path, at = ""): readonly Problem[] {
  if (Array.isArray(section)) {
    return section.flatMap((item: unknown) => sameInOtherCase(item, path, at));
  }
  if (!isMapping(section) || section instanceof Date) return [];
  const names = Object.keys(section);
  const lower = names.map((name) => name.toLowerCase());
  return [
    ...names
      .filter((_, index) => lower.indexOf(lower[index] ?? "") < index)
      .map((name) => twice(`${at}${name}`, "another key that differs only in case", path, section[name])),
    ...names.flatMap((name) => sameInOtherCase(section[name], path, `${at}${name}.`)),
  ];
}

/** Lists add up, and tables too, except for a value that both have. */
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

const twice = (key: string, option: string, path: Path, value: unknown): Problem =>
  problem({
    code: "extra-toml-twice",
    path,
    value,
    message: `${key} differs from ${option}`,
    allowed: "one of the two",
    fix: `remove ${key} from extraToml, or remove ${option}`,
  });
