/** A small valid configuration for tests that change one key, and the problems that the change causes. */
import { formatProblems, parseConfig, type Config } from "../../src/config";
import { parseOptions } from "./arbitraries";
import type { Environment } from "../../src/config/environment";

type Mapping = Readonly<Record<string, unknown>>;

/** A configuration without a problem. Its only warning is that it has no runner. */
const base: Mapping = {
  name: "glrunner",
  region: "us-west-2",
  cluster: { endpoint: { allowedCidrs: ["203.0.113.0/24"] } },
};

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function merged(under: Mapping, over: Mapping): Mapping {
  const both = Object.entries(over).map(([key, value]) => {
    const below = under[key];
    return [key, isMapping(value) && isMapping(below) ? merged(below, value) : value] as const;
  });
  return { ...under, ...Object.fromEntries(both) };
}

/** The base with the change merged over it. */
export function sample(change: Mapping = {}): Mapping {
  return merged(base, change);
}

interface FoundOptions {
  readonly today?: string;
  readonly home?: string;
  readonly env?: Environment;
}

/**
 * `code path` of every problem, or of every warning if there is no problem. Leaves out the warning about
 * missing runners unless the change is about runners.
 */
export function found(change: Mapping, options: FoundOptions = {}): readonly string[] {
  const parsed = parseConfig(sample(change), { ...parseOptions, ...options });
  return (parsed.ok ? parsed.warnings : parsed.problems)
    .filter(({ code }) => code !== "runners-none" || Object.hasOwn(change, "runners"))
    .map(({ code, path }) => `${code} ${path}`);
}

export function accepted(change: Mapping, options: FoundOptions = {}): boolean {
  return parseConfig(sample(change), { ...parseOptions, ...options }).ok;
}

export function configOf(change: Mapping = {}, options: FoundOptions = {}): Config {
  const parsed = parseConfig(sample(change), { ...parseOptions, ...options });
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  return parsed.config;
}

/** A runner with a token of its own for each name. */
export const runner = ({ name = "runner1", ...change }: Mapping = {}): Mapping => ({
  name,
  token: name === "runner1" ? "env:TOKEN" : `env:TOKEN_${String(name).replaceAll("-", "_")}`,
  ...change,
});
