/**
 * Escapes the user's text, because Terraform reads every JSON string as a template: `${CI_JOB_ID}` in a job variable must
 * neither fail the plan nor read a value of the stack.
 */
import type { Config } from "../config/config";

/** @returns the text with `$${` and `%%{`, which Terraform turns back into `${` and `%{` */
export function escapeTemplate(text: string): string {
  return text.replace(/[$%]\{/g, (opening) => `${opening.charAt(0)}${opening}`);
}

function escapeEntry(_key: string, value: unknown): unknown {
  if (typeof value === "string") return escapeTemplate(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [escapeTemplate(key), item]));
}

/** A copy of plain data in which Terraform reads every string and every key literally. */
export function literal<T>(data: T): T {
  // JSON keeps the shape of plain data.
  return JSON.parse(JSON.stringify(data, escapeEntry)) as T;
}

/**
 * The configuration with all its text escaped, except `extraToml`: TOML has escapes of its own, so its values are escaped
 * after they are parsed.
 */
export function literalConfig(config: Config): Config {
  const safe = literal(config);
  const runners = safe.runners.map((runner, index) => ({
    ...runner,
    extraToml: config.runners[index]?.extraToml,
  }));
  return { ...safe, runners };
}
