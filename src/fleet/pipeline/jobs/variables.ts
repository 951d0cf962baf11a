/** Variables of a pipeline file: their values and options, texts that contain them, and the combinations of a matrix. */
import { gitlabLimits } from "../../../facts/limits";
import { pipelineLimits, replaceBounded, type ExpansionBudget } from "../limits";
import type { JobFinding } from "../lint-finding";
import { entryOf, scalarText, textsOf, type Located } from "../yaml/values";

export interface LocatedText {
  readonly text: string;
  readonly line: number;
}

export interface Variable extends LocatedText {
  /** `expand: false`: a `$` in its value is a dollar sign and does not begin a variable. */
  readonly isRaw?: boolean;
  /** `options`: the person who starts the pipeline chooses one of these values. */
  readonly options?: readonly string[];
}

export type Variables = ReadonlyMap<string, Variable>;

/** Replaces the `$` of a raw value while `expanded` replaces the variables of a text. */
const rawDollar = "\u{f8ff}";

/**
 * The variables of a `variables:` mapping. A value that is not a scalar is left out. Source: gitlab-org/gitlab
 * lib/gitlab/ci/config/entry/variable.rb, lib/gitlab/ci/variables/collection.rb; read 2026-11-30.
 */
export function variablesOf(value: Located | undefined): [string, Variable][] {
  if (value?.kind !== "map") return [];
  return [...value.entries].flatMap(([name, variable]): [string, Variable][] => {
    // A variable with a description has its value under `value`.
    const given = variable.kind === "map" ? variable.entries.get("value") : variable;
    if (given?.kind !== "scalar") return [];
    const options = optionsOf(variable);
    const entry: Variable = {
      ...{ text: given.text, line: given.line },
      ...(scalarText(entryOf(variable, "expand")) === "false" && { isRaw: true }),
      ...(options.length > 0 && { options }),
    };
    return [[name, entry]];
  });
}

function optionsOf(variable: Located): readonly string[] {
  const options = entryOf(variable, "options");
  return options?.kind === "list" ? options.items.flatMap((option) => scalarText(option) ?? []) : [];
}

/**
 * Reports variables whose value is none of their options.
 *
 * @param isComplete whether all files were read; a file that was not read may set the value
 */
export function refusedVariables(variables: Located | undefined, isComplete: boolean): readonly JobFinding[] {
  if (variables?.kind !== "map") return [];
  return [...variables.entries].flatMap(([name, variable]): JobFinding[] => {
    const [options, value] = [optionsOf(variable), entryOf(variable, "value")];
    if (options.length === 0 || (value === undefined && !isComplete)) return [];
    if (value !== undefined && (value.kind !== "scalar" || options.includes(value.text))) return [];
    const given = value === undefined ? "no value" : `the value ${value.text}`;
    return [
      {
        ...{ rule: "variable-option", level: "error", job: "variables", line: variable.line, subject: name },
        message: `${name} has ${given}, which is none of its options ${options.slice(0, 5).join(", ")}`,
        fix: `value: ${options[0] ?? ""}`,
      },
    ];
  });
}

/** The value of a variable, with the variables in it replaced. */
export function valueOf({ text, isRaw }: Variable, variables: Variables): string {
  return isRaw === true ? text : expanded(text, variables);
}

/**
 * Replaces these variables in the text, and the variables in their values, and cuts the result to
 * `pipelineLimits.textLength`. A `$` that remains begins a variable whose value only GitLab knows.
 */
export function expanded(text: string, variables: Variables): string {
  let before = text.slice(0, pipelineLimits.textLength);
  for (let level = 0; level < pipelineLimits.variableLevels && before.includes("$"); level += 1) {
    const after = replaceBounded(before, /\$(?:\{(\w+)\}|(\w+))/g, ([, braced, bare]) => {
      const variable = variables.get(braced ?? bare ?? "");
      return variable?.isRaw === true ? variable.text.replaceAll("$", rawDollar) : variable?.text;
    });
    if (after === before) break;
    before = after;
  }
  return before.replaceAll(rawDollar, "$");
}

/** Whether a text still has a variable or an input whose value only GitLab knows. */
export const isUnknown = (text: string) => text.includes("$");

/** The names of the variables in a text. */
export function variableNamesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = ""]) => name);
}

/** These names, the names of variables in their values, and so on. */
export function withReferenced(names: ReadonlySet<string>, variables: Variables): ReadonlySet<string> {
  const all = new Set(names);
  // The loop also visits the names that it adds.
  for (const name of all) {
    for (const referenced of variableNamesIn(variables.get(name)?.text ?? "")) all.add(referenced);
  }
  return all;
}

interface Matrix {
  /** Number of combinations. It is calculated, because a matrix may have too many to list. */
  readonly count: number;
  /** The variables of each combination, at most as many combinations as GitLab accepts. */
  readonly variants: readonly Variables[];
}

/** The combinations of `parallel:matrix`. A job without a matrix has one combination, the given variables. */
export function matrixOf(
  parallel: Located | undefined,
  variables: Variables,
  budget: ExpansionBudget,
): Matrix {
  const matrix = entryOf(parallel, "matrix");
  if (matrix?.kind !== "list") return { count: 1, variants: [variables] };
  let count = 0;
  const variants: Variables[] = [];
  for (const row of matrix.items) {
    const columns = [...(row.kind === "map" ? row.entries : [])].map(([name, value]) => ({
      ...{ name, line: value.line, texts: textsOf(value, budget) },
    }));
    const combinations = columns.reduce((product, { texts }) => product * texts.length, 1);
    count += combinations;
    const room = Math.min(combinations, gitlabLimits.parallel - variants.length);
    budget.addExpansions(Math.max(0, room) * (variables.size + columns.length), row.line);
    for (let index = 0; index < room; index += 1) {
      const variant = new Map(variables);
      let rest = index;
      // The last column changes fastest, like the last digit of a number.
      for (const { name, line, texts } of [...columns].reverse()) {
        variant.set(name, { text: texts[rest % texts.length] ?? "", line });
        rest = Math.floor(rest / texts.length);
      }
      variants.push(variant);
    }
  }
  return { count, variants };
}
