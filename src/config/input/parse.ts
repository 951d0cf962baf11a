/**
 * Turns raw data into a configuration, or into all of its problems at once. Pure: the caller passes the date, the home
 * directory and the environment.
 */
import { applyOverrides } from "./overrides";
import { isComplete, parseSections, ruleSections } from "./parse-sections";
import { isMapping, rootPath } from "../paths";
import { inputLimits } from "./limits";
import { unusable, withoutUndefined, type UnusableInput } from "./plain-data-guard";
import { bySeverity, problem, type Problem } from "./problems";
import { resolve } from "../resolve/resolve";
import type { ReadText } from "../resolve/gitlab-ca";
import type { Config } from "../config";
import { checkRules } from "../rules";
import type { WrittenAt } from "./zod-problems";
import type { Environment } from "../environment";

/** Everything that parsing reads in addition to the configuration itself. */
export interface ParseOptions {
  readonly env: Environment;
  /** YYYY-MM-DD. Decides which Kubernetes versions EKS offers. */
  readonly today: string;
  /** Home directory for `~`, as an absolute path. */
  readonly home: string;
  /** Reads a file that the configuration names. @default no file can be read */
  readonly readText?: ReadText;
  /** The text of a number or a boolean in the file. @default not known */
  readonly writtenAt?: WrittenAt;
}

const readsNothing: ReadText = () => ({ ok: false, reason: "no file can be read here" });

/** The configuration with its warnings, or all of its problems. */
export type ParseResult =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const unusableTexts = {
  "too-deep": ["the nesting is too deep", `at most ${inputLimits.depth} levels`],
  "too-many-values": [
    "the configuration has too many values",
    `at most ${inputLimits.values} keys and list items`,
  ],
  "text-too-long": [
    "a text or the name of a key is too long",
    `texts of at most ${inputLimits.textCharacters} characters, keys of at most ${inputLimits.keyCharacters}`,
  ],
  "not-plain": ["the configuration holds a value that is not plain data", "values that JSON can express"],
} as const;

function unusableProblem({ reason, path }: UnusableInput): Problem {
  const [message, allowed] = unusableTexts[reason];
  return problem({
    code: reason === "not-plain" ? "not-a-mapping" : reason,
    path,
    message,
    allowed,
    fix: "remove generated content; `glrunner init` writes an example",
  });
}

function notMapping(raw: unknown): Problem {
  return problem({
    code: "not-a-mapping",
    path: rootPath,
    value: raw,
    message: "the top level is not a mapping",
    allowed: "a mapping with name, region, runners, ...",
    fix: "use `key: value` pairs at the top level",
  });
}

/** A literal token also has the wrong form. One problem for it is enough. */
function withoutRepeats(found: readonly Problem[]): readonly Problem[] {
  const literal = new Set(found.filter(({ code }) => code === "literal-token").map(({ path }) => path));
  return found.filter(({ code, path }) => code !== "wrong-form" || !literal.has(path));
}

/** Checks raw data and fills in every default. Never throws: every mistake is a problem with a path. */
export function parseConfig(given: unknown, options: ParseOptions): ParseResult {
  const violation = unusable(given);
  if (violation !== undefined) return { ok: false, problems: [unusableProblem(violation)] };
  const raw = withoutUndefined(given);
  if (!isMapping(raw)) return { ok: false, problems: [notMapping(given)] };
  const overridden = applyOverrides(raw, options.env);
  const overriddenViolation = unusable(overridden.raw);
  if (overriddenViolation !== undefined) {
    return { ok: false, problems: [unusableProblem(overriddenViolation)] };
  }
  const parsed = parseSections(overridden.raw, options.writtenAt);
  const { sections } = parsed;
  const { readText = readsNothing } = options;
  const ofRules = checkRules({ ...options, raw: overridden.raw, sections: ruleSections(parsed), readText });
  const all = overridden.nameVariables([...overridden.problems, ...parsed.problems, ...ofRules]);
  const { problems, warnings } = bySeverity(withoutRepeats(all));
  // Each incomplete section has a problem.
  if (problems.length > 0 || !isComplete(sections)) {
    return { ok: false, problems: problems.slice(0, inputLimits.problems) };
  }
  return {
    ok: true,
    config: resolve(sections, { home: options.home, readText }),
    warnings: warnings.slice(0, inputLimits.problems),
  };
}
