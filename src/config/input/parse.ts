/**
 * From raw data to a configuration or to everything that is wrong with it, at once. Pure: the date, the home
 * directory and the environment are given.
 */
import { applyOverrides } from "./overrides";
import { isComplete, partsOf, readParts } from "./parse-sections";
import { isMapping, rootPath } from "../paths";
import { deepest, unfit, withoutUndefined } from "./plain-data-guard";
import { bySeverity, problem, type Problem } from "./problems";
import { resolve } from "../resolve/resolve";
import type { Config } from "../config";
import { checkRules } from "../rules";
import type { Environment } from "../environment";

export interface ParseOptions {
  readonly env: Environment;
  /** YYYY-MM-DD: decides what EKS can still create. */
  readonly today: string;
  /** What `~` stands for; absolute. */
  readonly home: string;
}

export type ParseResult =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

function notUsable(raw: unknown): Problem {
  const reason = unfit(raw);
  if (reason !== undefined) {
    return problem({
      code: reason === "too-deep" ? "too-deep" : "not-a-mapping",
      path: rootPath,
      message:
        reason === "too-deep" ? "the nesting has no end or is beyond any use" : "this is not plain data",
      allowed: `plain data, at most ${deepest} levels deep`,
      fix: "write the configuration as in the example glrunner.yaml",
    });
  }
  return problem({
    code: "not-a-mapping",
    path: rootPath,
    value: raw,
    message: "the top level is not a mapping",
    allowed: "a mapping with name, region, runners, ...",
    fix: "write `key: value` pairs at the top level",
  });
}

/** A literal token has no right form either, but saying so beside says nothing more. */
function withoutRepeats(found: readonly Problem[]): readonly Problem[] {
  const literal = new Set(found.filter(({ code }) => code === "literal-token").map(({ path }) => path));
  return found.filter(({ code, path }) => code !== "wrong-form" || !literal.has(path));
}

export function parseConfig(given: unknown, options: ParseOptions): ParseResult {
  const raw = unfit(given) === undefined ? withoutUndefined(given) : undefined;
  if (!isMapping(raw)) return { ok: false, problems: [notUsable(given)] };
  const overridden = applyOverrides(raw, options.env);
  const { sections, fleet, problems: unparsed } = readParts(overridden.raw);
  const ruled = checkRules({ raw: overridden.raw, parts: partsOf(sections, fleet), ...options });
  const found = withoutRepeats(overridden.attribute([...overridden.problems, ...unparsed, ...ruled]));
  const { problems, warnings } = bySeverity(found);
  // A section is missing only where a problem says so.
  if (problems.length > 0 || !isComplete(sections)) return { ok: false, problems };
  return { ok: true, config: resolve(sections, options.home), warnings };
}
