/** The text of a configuration file, YAML or JSON (which is YAML), as raw data, or what is wrong with the text. */
import {
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  parseAllDocuments,
  visit,
  type Document,
  type Node,
  type Pair,
  type YAMLError,
} from "yaml";
import { inputLimits } from "./limits";
import type { ProblemCode } from "./problem-codes";
import { placesIn, type Places } from "./places";
import { problem, type Problem } from "./problems";

type DocumentResult =
  | { readonly ok: true; readonly raw: unknown; readonly places: Places }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Own words instead of the parser's, which quote the file and with it what must not be shown. */
const sentences: Readonly<Partial<Record<YAMLError["code"], string>>> = {
  BAD_DQ_ESCAPE: "a double-quoted text has an escape that does not exist",
  BAD_INDENT: "the indentation does not fit what is around it",
  BAD_SCALAR_START: "a value begins with a character that needs quotes",
  BLOCK_AS_IMPLICIT_KEY: "a colon makes a key where none can be",
  MISSING_CHAR: "a closing quote, bracket, comma or space is missing",
  MULTILINE_IMPLICIT_KEY: "a key goes over more than one line",
  TAB_AS_INDENT: "a tab is used as indentation",
  TAG_RESOLVE_FAILED: "a !tag is not known",
  UNEXPECTED_TOKEN: "this does not belong here",
};

interface Place {
  readonly line: number;
  readonly col: number;
}

function located(
  code: ProblemCode,
  { line, col }: Place,
  message: string,
  allowed: string,
  fix: string,
): Problem {
  return problem({
    ...{ code, message, allowed, fix },
    path: `line ${line}, column ${col}`,
    ...{ line, column: col },
  });
}

function syntaxProblem(error: YAMLError, lines: LineCounter): Problem {
  const message = sentences[error.code] ?? "this is not YAML";
  return located(
    "yaml-syntax",
    lines.linePos(error.pos[0]),
    message,
    "YAML 1.2 or JSON",
    "correct the text there",
  );
}

const duplicateProblem = (place: Place, first: Place): Problem => ({
  ...located(
    "yaml-duplicate-key",
    place,
    `the mapping has this key already, at line ${first.line}, column ${first.col}`,
    "each key once",
    "remove or rename one of the two",
  ),
  first: { line: first.line, column: first.col },
});

function aliasProblem(place: Place): Problem {
  const message = "the aliases refer to themselves, or expand beyond the limit";
  const allowed = `at most ${inputLimits.aliases} aliases and ${inputLimits.aliasExpansions} copies of an anchor, none inside itself`;
  return located("yaml-aliases", place, message, allowed, "write the values out");
}

function tooManyValues(place: Place): Problem {
  return located(
    "too-many-values",
    place,
    "the configuration has too many values",
    `at most ${inputLimits.values} keys and list items`,
    "remove what no configuration needs",
  );
}

/** What one walk over the document finds. */
interface Walk {
  readonly problems: readonly Problem[];
  readonly firstAlias: Place;
}

/**
 * Looks for duplicate keys, bad aliases and too many nodes in one walk. The parser's own checks compare each key with
 * all before it and search the document for each alias, which is quadratic.
 */
function walk(document: Document, lines: LineCounter): Walk {
  const problems: Problem[] = [];
  let firstAlias: Place | undefined;
  let nodes = 0;
  let aliases = 0;
  const anchors = new Map<string, unknown>();
  const placeOf = (node: Node) => lines.linePos(node.range?.[0] ?? 0);
  const stopIf = (found: Problem | undefined) => {
    if (found === undefined) return undefined;
    problems.push(found);
    return visit.BREAK;
  };
  visit(document, {
    Node(_, node, path) {
      nodes += 1;
      // A key and its value are two nodes.
      if (nodes > 2 * inputLimits.values) return stopIf(tooManyValues(placeOf(node)));
      if (isAlias(node)) {
        aliases += 1;
        firstAlias ??= placeOf(node);
        if (aliases > inputLimits.aliases) return stopIf(aliasProblem(placeOf(node)));
        if (!anchors.has(node.source)) return stopIf(unknownAnchor(placeOf(node)));
        const target = anchors.get(node.source);
        return stopIf(path.some((ancestor) => ancestor === target) ? aliasProblem(placeOf(node)) : undefined);
      }
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      if (isMap(node)) problems.push(...duplicateKeys(node.items, lines));
      return problems.length >= inputLimits.problems ? visit.BREAK : undefined;
    },
  });
  return { problems: problems.slice(0, inputLimits.problems), firstAlias: firstAlias ?? { line: 1, col: 1 } };
}

function unknownAnchor(place: Place): Problem {
  const message = "the alias names an anchor that does not exist before it";
  return located("yaml-syntax", place, message, "the name of an anchor (&name) above", "correct the name");
}

/** `<<` may stand more than once: each merges another mapping. */
function duplicateKeys(items: readonly Pair[], lines: LineCounter): readonly Problem[] {
  const seen = new Map<unknown, Place>();
  const problems: Problem[] = [];
  for (const { key } of items) {
    if (!isScalar(key) || key.value === "<<") continue;
    const place = lines.linePos(key.range?.[0] ?? 0);
    const first = seen.get(key.value);
    if (first === undefined) seen.set(key.value, place);
    else if (problems.length < inputLimits.problems) problems.push(duplicateProblem(place, first));
  }
  return problems;
}

function toRaw(document: Document, lines: LineCounter): DocumentResult {
  const { problems, firstAlias } = walk(document, lines);
  if (problems.length > 0) return { ok: false, problems };
  try {
    const raw: unknown = document.toJS({ maxAliasCount: inputLimits.aliasExpansions });
    return raw === null ? emptyFile() : { ok: true, raw, places: placesIn(document, lines) };
  } catch {
    return { ok: false, problems: [aliasProblem(firstAlias)] };
  }
}

function emptyFile(): DocumentResult {
  const found = located(
    "file-empty",
    { line: 1, col: 1 },
    "the file has no content",
    "a mapping with at least name and region",
    "start from the example glrunner.yaml",
  );
  return { ok: false, problems: [found] };
}

function parseText(text: string, lines: LineCounter): readonly Document[] | undefined {
  try {
    const documents = parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: "silent",
      merge: true,
      uniqueKeys: false,
      stringKeys: true,
    });
    return "empty" in documents ? [] : documents;
  } catch {
    // Nesting beyond the stack.
    return undefined;
  }
}

function tooLarge(): Problem {
  return located(
    "file-too-large",
    { line: 1, col: 1 },
    "the file is too large",
    `at most ${inputLimits.fileBytes} bytes`,
    "check that this is the configuration file, and remove generated content",
  );
}

/** Reads YAML or JSON. Never throws, and never quotes the text, which may hold a secret. */
export function readDocument(source: string): DocumentResult {
  if (source.length > inputLimits.fileBytes) return { ok: false, problems: [tooLarge()] };
  const lines = new LineCounter();
  const documents = parseText(source, lines);
  if (documents === undefined) {
    const found = located(
      "yaml-syntax",
      { line: 1, col: 1 },
      "the nesting is too deep",
      "YAML",
      "simplify it",
    );
    return { ok: false, problems: [found] };
  }
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0)
    return {
      ok: false,
      problems: errors.slice(0, inputLimits.problems).map((error) => syntaxProblem(error, lines)),
    };
  const [first, second] = documents;
  if (second !== undefined) {
    const place = lines.linePos(second.range?.[0] ?? 0);
    const message = "a second document begins here";
    return {
      ok: false,
      problems: [located("yaml-several-documents", place, message, "one document", "remove the line ---")],
    };
  }
  return first === undefined ? emptyFile() : toRaw(first, lines);
}
