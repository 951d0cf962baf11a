/**
 * The form of a rule: a pure function that reads sections of the configuration and returns findings. `problemsOf` turns the
 * findings into problems.
 */
import type { FleetEntry, RuleSections } from "../input/parse-sections";
import { problem, type Finding, type Problem } from "../input/problems";
import type { Environment } from "../environment";
import type { ReadText } from "../resolve/gitlab-ca";

/** Everything that a rule may read. */
export interface RuleInput {
  /** As written, environment overrides applied. */
  readonly raw: Readonly<Record<string, unknown>>;
  readonly sections: RuleSections;
  readonly env: Environment;
  /** YYYY-MM-DD. */
  readonly today: string;
  /** Home directory, for `~`. */
  readonly home: string;
  /** Reads a file that the configuration names. */
  readonly readText: ReadText;
}

/** One finding, several in any nesting, or none: undefined, false or an empty list. */
export type Findings = Finding | false | undefined | readonly Findings[];

export type Rule = (input: RuleInput) => Findings;

/** Flattens findings into problems, with secrets masked. */
export function problemsOf(findings: Findings): readonly Problem[] {
  if (findings === undefined || findings === false) return [];
  return "code" in findings ? [problem(findings)] : findings.flatMap(problemsOf);
}

/** Sections of which none has a problem of its own. */
export type GivenSections<K extends keyof RuleSections> = {
  readonly [P in K]: NonNullable<RuleSections[P]>;
};

function has<K extends keyof RuleSections>(
  sections: RuleSections,
  keys: readonly K[],
): sections is RuleSections & GivenSections<K> {
  return keys.every((key) => sections[key] !== undefined);
}

/** A rule that is skipped if one of the sections that it reads has a problem of its own. */
export function needs<K extends keyof RuleSections>(
  keys: readonly K[],
  check: (sections: GivenSections<K>, input: RuleInput) => Findings,
): Rule {
  return (input) => has(input.sections, keys) && check(input.sections, input);
}

/** A rule about each runner that has no problem of its own. */
export function eachRunner(check: (entry: FleetEntry, input: RuleInput) => Findings): Rule {
  return needs(["fleet"], ({ fleet }, input) => fleet.map((entry) => check(entry, input)));
}
