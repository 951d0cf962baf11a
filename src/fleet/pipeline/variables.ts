/** Variables of a pipeline file: what is known of them in a text, and what each combination of a matrix makes of them. */
import { textsOf } from "./inherit";
import type { Located } from "./located";

export interface LocatedText {
  readonly text: string;
  readonly line: number;
}

export type Variables = ReadonlyMap<string, LocatedText>;

/** GitLab takes no more jobs of one `parallel`; a matrix beyond that is not played through. */
const maxVariants = 1000;

export function variablesOf(value: Located | undefined): [string, LocatedText][] {
  if (value?.kind !== "map") return [];
  return [...value.entries].flatMap(([name, each]): [string, LocatedText][] => {
    // With a description, the value stands under it.
    const given = each.kind === "map" ? each.entries.get("value") : each;
    return given?.kind === "scalar" ? [[name, { text: given.text, line: given.line }]] : [];
  });
}

/** With the variables of the file put in, also those within others; a `$` that stays is one only GitLab knows. */
export function expanded(text: string, variables: Variables): string {
  let before = text;
  for (let level = 0; level < 10; level += 1) {
    const after = before.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
      return variables.get(braced ?? bare ?? "")?.text ?? whole;
    });
    if (after === before || after.length > 10_000) return after;
    before = after;
  }
  return before;
}

export const isUnknown = (text: string) => text.includes("$");

export function matrixVariants(parallel: Located | undefined, variables: Variables): readonly Variables[] {
  const matrix = parallel?.kind === "map" ? parallel.entries.get("matrix") : undefined;
  if (matrix?.kind !== "list") return [variables];
  return matrix.items.flatMap((row) => {
    let variants: readonly Variables[] = [variables];
    for (const [name, values] of row.kind === "map" ? row.entries : []) {
      variants = variants
        .flatMap((each) =>
          textsOf(values).map((text) => new Map([...each, [name, { text, line: values.line }]])),
        )
        .slice(0, maxVariants);
    }
    return variants;
  });
}
