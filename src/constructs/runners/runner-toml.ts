/**
 * A runner's part of config.toml, from `[[runners]]` down, as text. The chart runs the text through Helm's template engine,
 * so text of the user is escaped.
 */
import { parse, stringify, type TomlTable, type TomlValue } from "smol-toml";
import type { Config, Runner } from "../../config/config";
import { isTable, mergeToml } from "../../config/runner-toml/merge";
import { runnerSection } from "../../config/runner-toml/section";
import { escapeTemplate } from "../literal";

export function runnerToml(config: Config, runner: Runner): string {
  const over = literalTable(extra(runner.extraToml));
  return escapeHelm(stringify({ runners: [mergeToml(runnerSection(config, runner), over)] }));
}

/** The user's own `[[runners]]` table; that it parses was checked with the configuration. */
function extra(toml: string | undefined): TomlTable {
  if (toml === undefined) return {};
  const { runners } = parse(toml);
  const first = Array.isArray(runners) ? runners[0] : undefined;
  return isTable(first) ? first : {};
}

/** After its escapes are read: `"\u0024{x}"` would be a template too. */
function literalTable(table: TomlTable): TomlTable {
  return Object.fromEntries(
    Object.entries(table).map(([key, value]) => [escapeTemplate(key), literalValue(value)]),
  );
}

function literalValue(value: TomlValue): TomlValue {
  if (typeof value === "string") return escapeTemplate(value);
  if (Array.isArray(value)) return value.map(literalValue);
  return isTable(value) ? literalTable(value) : value;
}

function escapeHelm(text: string): string {
  return text.replace(/\{\{/g, '{{ "{{" }}');
}
