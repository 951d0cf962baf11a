/** What a rule may look at. A rule is a pure function of some of it that returns the problems it sees. */
import type { Parts } from "../input/parse-sections";
import type { Problem } from "../input/problems";
import type { Environment } from "../environment";
import type { ReadText } from "../resolve/gitlab-ca";

export interface RuleInput {
  /** As written, environment overrides applied. */
  readonly raw: Readonly<Record<string, unknown>>;
  readonly parts: Parts;
  readonly env: Environment;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly home: string;
  /** Reads a file that the configuration names. */
  readonly readText: ReadText;
}

export type Rule = (input: RuleInput) => readonly Problem[];

type Given<K extends keyof Parts> = { readonly [P in K]: NonNullable<Parts[P]> };

function has<K extends keyof Parts>(parts: Parts, keys: readonly K[]): parts is Parts & Given<K> {
  return keys.every((key) => parts[key] !== undefined);
}

/** A rule that is skipped when one of the sections it reads has not parsed. */
export function needs<K extends keyof Parts>(
  keys: readonly K[],
  check: (parts: Given<K>, input: RuleInput) => readonly Problem[],
): Rule {
  return (input) => (has(input.parts, keys) ? check(input.parts, input) : []);
}
