/**
 * Terraform reads every JSON string as a template. Text of the user must arrive unchanged: `${CI_JOB_ID}` in a job
 * variable must neither fail the plan nor read a value of the stack.
 */
import type { Config } from "../config/config";

/** @returns the text with `${` and `%{` doubled, which Terraform prints as they were */
export function escapeTemplate(text: string): string {
  return text.replace(/[$%]\{/g, (opening) => `${opening.charAt(0)}${opening}`);
}

function escapeEntry(_key: string, value: unknown): unknown {
  if (typeof value === "string") return escapeTemplate(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [escapeTemplate(key), item]));
}

/** A copy of plain data in which every string and every key is literal to Terraform. */
export function literal<T>(data: T): T {
  // JSON in, JSON out: the shape is the one that went in.
  return JSON.parse(JSON.stringify(data, escapeEntry)) as T;
}

/**
 * The configuration as the stages may write it. Extra TOML stays as it is: it has escapes of its own, and is made
 * literal only when it is read.
 */
export function literalConfig(config: Config): Config {
  const safe = literal(config);
  const runners = safe.runners.map((runner, index) => ({
    ...runner,
    extraToml: config.runners[index]?.extraToml,
  }));
  return { ...safe, runners };
}
