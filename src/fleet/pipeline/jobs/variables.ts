/** Variables of a pipeline file: which value each has, what a text becomes with them, and the combinations of a matrix. */
import { gitlabLimits } from "../../../facts/limits";
import { pipelineLimits, replaceBounded, type ExpansionBudget } from "../limits";
import { textsOf, type Located } from "../yaml/values";

export interface LocatedText {
  readonly text: string;
  readonly line: number;
}

export interface Variable extends LocatedText {
  /** `expand: false`: a `$` in its value is a dollar sign and no variable. */
  readonly isRaw?: boolean;
  /** `options`, of which a person chooses one who starts the pipeline. */
  readonly options?: readonly string[];
}

export type Variables = ReadonlyMap<string, Variable>;

/** Stands for the `$` of a raw value while the variables of a text are replaced. */
const rawDollar = "\u{f8ff}";

/**
 * Of a `variables:` mapping; a value that is no scalar is left out. Source: gitlab-org/gitlab
 * lib/gitlab/ci/config/entry/variable.rb, lib/gitlab/ci/variables/collection.rb; read 2026-11-30.
 */
export function variablesOf(value: Located | undefined): [string, Variable][] {
  if (value?.kind !== "map") return [];
  return [...value.entries].flatMap(([name, each]): [string, Variable][] => {
    // With a description, the value stands under it.
    const entry = (key: string) => (each.kind === "map" ? each.entries.get(key) : undefined);
    const given = each.kind === "map" ? entry("value") : each;
    if (given?.kind !== "scalar") return [];
    const [expand, options] = [entry("expand"), entry("options")];
    const texts = options?.kind === "list" ? options.items : [];
    const variable: Variable = {
      ...{ text: given.text, line: given.line },
      ...(expand?.kind === "scalar" && expand.text === "false" && { isRaw: true }),
      ...(texts.length > 0 && {
        options: texts.flatMap((option) => (option.kind === "scalar" ? [option.text] : [])),
      }),
    };
    return [[name, variable]];
  });
}

/** The value of a variable with the variables in it. */
export function valueOf({ text, isRaw }: Variable, variables: Variables): string {
  return isRaw === true ? text : expanded(text, variables);
}

/**
 * The text with these variables replaced, also those within others, cut to `pipelineLimits.textLength`. A `$` that
 * stays is a variable whose value only GitLab knows.
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

interface Matrix {
  /** Combinations, calculated and not listed: a matrix may have more than anybody can count. */
  readonly count: number;
  /** The variables of each combination, at most as many as GitLab accepts. */
  readonly variants: readonly Variables[];
}

/** The combinations of `parallel:matrix`; one, the given variables, for any other job. */
export function matrixOf(
  parallel: Located | undefined,
  variables: Variables,
  budget: ExpansionBudget,
): Matrix {
  const matrix = parallel?.kind === "map" ? parallel.entries.get("matrix") : undefined;
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
      // The last column changes fastest, as the digits of a number do.
      for (const { name, line, texts } of [...columns].reverse()) {
        variant.set(name, { text: texts[rest % texts.length] ?? "", line });
        rest = Math.floor(rest / texts.length);
      }
      variants.push(variant);
    }
  }
  return { count, variants };
}
