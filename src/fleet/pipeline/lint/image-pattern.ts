/**
 * Whether a pattern of `allowed_images` matches the name of an image, by the rules of doublestar, the library of the runner:
 *
 * 1. `{a,b}` matches either alternative. An alternative may contain patterns and slashes.
 * 2. `*` matches any text without a slash, `?` and `[class]` match one character other than a slash, and `\` makes the next
 *    character literal.
 * 3. `**` as a whole segment of the path matches any number of segments, also none. Elsewhere it is the same as `*`.
 *
 * A pattern is split into elements, which are matched from the last to the first. The work is the product of both lengths
 * for every pattern.
 *
 * Source: bmatcuk/doublestar v4, README.md ("Patterns"), match.go; read 2026-11-30.
 */

/** Longer than the name of any image. */
const maxNameLength = 1000;
/** More alternatives than a person writes. */
const maxAlternatives = 1000;

/**
 * `character`: one character. `text`: `*`. `segments`: `**` and a slash, at the beginning of a segment. `descendants`: a slash
 * and `**` at the end. `everything`: the whole pattern or its last segment is `**`.
 */
type PatternElement =
  | { readonly kind: "character"; readonly fits: (char: string) => boolean }
  | { readonly kind: "text" | "segments" | "descendants" | "everything" };

/** A name or a pattern beyond the limits is not evaluated and counts as allowed. */
export function allows(pattern: string, name: string): boolean {
  if (pattern === name || name.length > maxNameLength) return true;
  const alternatives = alternativesOf(pattern);
  return alternatives.length > maxAlternatives || alternatives.some((option) => matches(option, name));
}

/** The pattern with each alternative of its braces; none for a brace without an end. */
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
      if (expanded.length <= maxAlternatives) expanded.push(...alternativesOf(before + part + after));
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
  const elements = elementsOf(pattern);
  if (elements === undefined) return false;
  // Whether the elements after the current one match the name from each position to its end.
  let next = Array.from({ length: name.length + 1 }, (_, at) => at === name.length);
  for (const element of [...elements].reverse()) {
    const row = next.map(() => false);
    for (let at = name.length; at >= 0; at -= 1) row[at] = fitsAt(element, name, at, row, next);
    next = row;
  }
  return next[0] === true;
}

function fitsAt(
  element: PatternElement,
  name: string,
  at: number,
  row: readonly boolean[],
  next: readonly boolean[],
): boolean {
  const char = name[at];
  switch (element.kind) {
    case "character":
      return char !== undefined && element.fits(char) && next[at + 1] === true;
    case "text":
      return next[at] === true || (char !== undefined && char !== "/" && row[at + 1] === true);
    case "segments": {
      const slash = name.indexOf("/", at);
      return next[at] === true || (slash >= 0 && row[slash + 1] === true);
    }
    case "descendants":
      return at === name.length || char === "/";
    case "everything":
      return true;
  }
}

/** Undefined for a pattern that the library refuses. Such a pattern matches no name. */
function elementsOf(pattern: string): readonly PatternElement[] | undefined {
  const elements: PatternElement[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at];
    const rest = pattern.slice(at);
    const isSegment = at === 0 || pattern[at - 1] === "/";
    if (isSegment && rest.startsWith("**/")) {
      elements.push({ kind: "segments" });
      at += 2;
    } else if (rest === "/**" || (rest === "**" && isSegment)) {
      elements.push({ kind: rest === "**" ? "everything" : "descendants" });
      break;
    } else if (char === "*") elements.push({ kind: "text" });
    else if (char === "?") elements.push({ kind: "character", fits: (other) => other !== "/" });
    else if (char === "[") {
      const characters = classOf(rest);
      if (characters === undefined) return undefined;
      elements.push({ kind: "character", fits: characters.fits });
      at += characters.length - 1;
    } else {
      if (char === "\\") at += 1;
      const literal = pattern[at];
      if (literal === undefined) return undefined;
      elements.push({ kind: "character", fits: (other) => other === literal });
    }
  }
  return elements;
}

/** `[a-z]`; `^` or `!` at the beginning negates it. */
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
