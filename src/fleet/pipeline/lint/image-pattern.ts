/**
 * Whether a pattern of `allowed_images` matches the name of an image, as the runner's library doublestar says:
 *
 * 1. `{a,b}` is either of its parts, which may have further patterns and slashes in them.
 * 2. `*` is any text without a slash, `?` and `[class]` one character that is no slash, and `\` makes the next one literal.
 * 3. `**` as a whole part of the path is any number of parts, none too; anywhere else it is `*`.
 *
 * The steps of a pattern are matched from its end, so that the work is the product of both lengths whatever the pattern.
 *
 * Source: bmatcuk/doublestar v4, README.md ("Patterns"), match.go; read 2026-11-30.
 */

/** Longer than the name of any image; a longer text is left alone. */
const longestName = 1000;
/** More alternatives than a person writes; such a pattern is left alone. */
const mostAlternatives = 1000;

type Step =
  | { readonly kind: "one"; readonly fits: (char: string) => boolean }
  | { readonly kind: "some" | "folders" | "below" | "all" };

/** What is left alone counts as allowed. */
export function allows(pattern: string, name: string): boolean {
  if (pattern === name || name.length > longestName) return true;
  const alternatives = alternativesOf(pattern);
  return alternatives.length > mostAlternatives || alternatives.some((each) => matches(each, name));
}

/** Of the first brace, with what stands before and behind it; nothing for a brace without an end. */
function alternativesOf(pattern: string): readonly string[] {
  const start = indexOutside(pattern, "{", 0);
  if (start === undefined) return [pattern];
  const parts: string[] = [];
  let [depth, from] = [0, start + 1];
  for (let at = start; at < pattern.length; at += 1) {
    const char = pattern[at];
    if (char === "\\") at += 1;
    else if (char === "{") depth += 1;
    else if (char === "}") depth -= 1;
    if ((char === "," && depth === 1) || (char === "}" && depth === 0)) {
      parts.push(pattern.slice(from, at));
      from = at + 1;
    }
    if (depth > 0) continue;
    const [before, after] = [pattern.slice(0, start), pattern.slice(at + 1)];
    const expanded: string[] = [];
    for (const part of parts) {
      if (expanded.length <= mostAlternatives) expanded.push(...alternativesOf(before + part + after));
    }
    return expanded;
  }
  return [];
}

function indexOutside(text: string, wanted: string, from: number): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === wanted) return at;
  }
  return undefined;
}

function matches(pattern: string, name: string): boolean {
  const steps = stepsOf(pattern);
  if (steps === undefined) return false;
  // Whether the steps from here match the name from each of its positions.
  let next = Array.from({ length: name.length + 1 }, (_, at) => at === name.length);
  for (const step of [...steps].reverse()) {
    const row = next.map(() => false);
    for (let at = name.length; at >= 0; at -= 1) row[at] = fitsAt(step, name, at, row, next);
    next = row;
  }
  return next[0] === true;
}

function fitsAt(
  step: Step,
  name: string,
  at: number,
  row: readonly boolean[],
  next: readonly boolean[],
): boolean {
  const char = name[at];
  switch (step.kind) {
    case "one":
      return char !== undefined && step.fits(char) && next[at + 1] === true;
    case "some":
      return next[at] === true || (char !== undefined && char !== "/" && row[at + 1] === true);
    case "folders": {
      const slash = name.indexOf("/", at);
      return next[at] === true || (slash >= 0 && row[slash + 1] === true);
    }
    case "below":
      return at === name.length || char === "/";
    case "all":
      return true;
  }
}

/** Undefined for a pattern that the library refuses, which then matches nothing. */
function stepsOf(pattern: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at];
    const rest = pattern.slice(at);
    const isPart = at === 0 || pattern[at - 1] === "/";
    if (isPart && rest.startsWith("**/")) {
      steps.push({ kind: "folders" });
      at += 2;
    } else if (rest === "/**" || (rest === "**" && isPart)) {
      steps.push({ kind: rest === "**" ? "all" : "below" });
      break;
    } else if (char === "*") steps.push({ kind: "some" });
    else if (char === "?") steps.push({ kind: "one", fits: (each) => each !== "/" });
    else if (char === "[") {
      const found = classOf(rest);
      if (found === undefined) return undefined;
      steps.push({ kind: "one", fits: found.fits });
      at += found.length - 1;
    } else {
      if (char === "\\") at += 1;
      const literal = pattern[at];
      if (literal === undefined) return undefined;
      steps.push({ kind: "one", fits: (each) => each === literal });
    }
  }
  return steps;
}

/** `[a-z]`, with `^` or `!` for any other character. */
function classOf(
  text: string,
): { readonly length: number; readonly fits: (char: string) => boolean } | undefined {
  const [whole, not, content = ""] = /^\[([!^]?)((?:\\.|[^\]\\])+)\]/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const ranges = [...content.matchAll(/(\\.|[^\\])(?:-(\\.|[^\\]))?/g)].map(
    ([, first = "", last = first]) => ({
      first: first.slice(-1),
      last: last.slice(-1),
    }),
  );
  const isIn = (char: string) => ranges.some(({ first, last }) => first <= char && char <= last);
  return { length: whole.length, fits: (char) => char !== "/" && isIn(char) === (not === "") };
}
