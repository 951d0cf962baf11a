/**
 * The `[[runners]]` section of a runner's config.toml, as text. The chart renders this text as a Helm template, so the
 * user's text is escaped.
 */
import { parse, stringify, type TomlTable, type TomlValue } from "smol-toml";
import type { Config, Runner } from "../../config/config";
import { isTable, mergeToml } from "../../config/runner-toml/merge";
import { runnerSection } from "../../config/runner-toml/section";
import { escapeTemplate } from "../literal";

export function runnerToml(config: Config, runner: Runner): string {
  const extra = literalTable(extraTable(runner.extraToml));
  return escapeHelm(stringify({ runners: [mergeToml(runnerSection(config, runner), extra)] }));
}

/** The user's own `[[runners]]` table. The configuration has checked that it parses. */
function extraTable(toml: string | undefined): TomlTable {
  if (toml === undefined) return {};
  const { runners } = parse(toml);
  const first = Array.isArray(runners) ? runners[0] : undefined;
  return isTable(first) ? first : {};
}

/** Escapes parsed values, because TOML's own escapes could also form a template: `"\u0024{x}"`. */
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
