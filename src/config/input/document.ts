/** Reads the text of a configuration file into raw data. The text is YAML or JSON, which is YAML too. */
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
import { positionAt, positionsIn, type Position, type Positions } from "./positions";
import type { ProblemCode } from "./problem-codes";
import { problem, type Problem } from "./problems";

type DocumentResult =
  | { readonly ok: true; readonly raw: unknown; readonly positions: Positions }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const refused = (...problems: readonly Problem[]): DocumentResult => ({ ok: false, problems });

function located(
  code: ProblemCode,
  position: Position,
  message: string,
  allowed: string,
  fix: string,
): Problem {
  const path = `line ${position.line}, column ${position.column}`;
  return problem({ code, path, message, allowed, fix, ...position });
}

/** Replace the parser's messages, which quote the file and may so quote a secret. */
const syntaxMessages: Readonly<Partial<Record<YAMLError["code"], string>>> = {
  BAD_DQ_ESCAPE: "a double-quoted text has an escape that does not exist",
  BAD_INDENT: "the indentation does not match the lines around it",
  BAD_SCALAR_START: "a value begins with a character that needs quotes",
  BLOCK_AS_IMPLICIT_KEY: "a colon starts a key where none is allowed",
  MISSING_CHAR: "a closing quote, bracket, comma or space is missing",
  MULTILINE_IMPLICIT_KEY: "a key has more than one line",
  TAB_AS_INDENT: "a tab is used as indentation",
  TAG_RESOLVE_FAILED: "a !tag is unknown",
  UNEXPECTED_TOKEN: "this does not belong here",
};

function syntaxProblem(error: YAMLError, lines: LineCounter): Problem {
  const message = syntaxMessages[error.code] ?? "this is not YAML";
  const position = positionAt(lines, error.pos[0]);
  return located("yaml-syntax", position, message, "YAML 1.2 or JSON", "correct the text there");
}

function duplicateProblem(position: Position, first: Position): Problem {
  const message = `the mapping already has this key, at line ${first.line}, column ${first.column}`;
  const fix = "remove or rename one of the two";
  return { ...located("yaml-duplicate-key", position, message, "each key once", fix), first };
}

function aliasProblem(position: Position): Problem {
  const message = "the aliases refer to themselves, or expand beyond the limit";
  const allowed = `at most ${inputLimits.aliases} aliases and ${inputLimits.aliasExpansions} copies of an anchor, none inside itself`;
  return located("yaml-aliases", position, message, allowed, "replace the aliases with their values");
}

function unknownAnchor(position: Position): Problem {
  const message = "the alias names an anchor that does not exist before it";
  return located("yaml-syntax", position, message, "the name of an anchor (&name) above", "correct the name");
}

function tooManyValues(position: Position): Problem {
  const message = "the configuration has too many values";
  const allowed = `at most ${inputLimits.values} keys and list items`;
  return located("too-many-values", position, message, allowed, "remove generated content");
}

interface Walk {
  readonly problems: readonly Problem[];
  readonly firstAlias: Position;
}

const start: Position = { line: 1, column: 1 };

/**
 * Looks for duplicate keys, bad aliases and too many nodes in one walk. The parser's own checks compare each key with
 * all keys before it and search the document for each alias, which takes quadratic time.
 */
function walk(document: Document, lines: LineCounter): Walk {
  const problems: Problem[] = [];
  let firstAlias: Position | undefined;
  let nodes = 0;
  let aliases = 0;
  const anchors = new Map<string, unknown>();
  const positionOf = (node: Node) => positionAt(lines, node.range?.[0]);
  const stop = (found: Problem) => {
    problems.push(found);
    return visit.BREAK;
  };
  visit(document, {
    Node(_, node, path) {
      nodes += 1;
      // A key and its value are two nodes.
      if (nodes > 2 * inputLimits.values) return stop(tooManyValues(positionOf(node)));
      if (isAlias(node)) {
        aliases += 1;
        firstAlias ??= positionOf(node);
        if (aliases > inputLimits.aliases) return stop(aliasProblem(positionOf(node)));
        if (!anchors.has(node.source)) return stop(unknownAnchor(positionOf(node)));
        const target = anchors.get(node.source);
        const isInItself = path.some((ancestor) => ancestor === target);
        return isInItself ? stop(aliasProblem(positionOf(node))) : undefined;
      }
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      if (isMap(node)) problems.push(...duplicateKeys(node.items, lines));
      return problems.length >= inputLimits.problems ? visit.BREAK : undefined;
    },
  });
  return { problems: problems.slice(0, inputLimits.problems), firstAlias: firstAlias ?? start };
}

/** A mapping may have `<<` several times: each merges another mapping. */
function duplicateKeys(items: readonly Pair[], lines: LineCounter): readonly Problem[] {
  const seen = new Map<unknown, Position>();
  const problems: Problem[] = [];
  for (const { key } of items) {
    if (!isScalar(key) || key.value === "<<") continue;
    const position = positionAt(lines, key.range?.[0]);
    const first = seen.get(key.value);
    if (first === undefined) seen.set(key.value, position);
    else if (problems.length < inputLimits.problems) problems.push(duplicateProblem(position, first));
  }
  return problems;
}

function toRaw(document: Document, lines: LineCounter): DocumentResult {
  const { problems, firstAlias } = walk(document, lines);
  if (problems.length > 0) return { ok: false, problems };
  try {
    const raw: unknown = document.toJS({ maxAliasCount: inputLimits.aliasExpansions });
    return raw === null ? emptyFile() : { ok: true, raw, positions: positionsIn(document, lines) };
  } catch {
    return refused(aliasProblem(firstAlias));
  }
}

function emptyFile(): DocumentResult {
  const allowed = "a mapping with at least name and region";
  const fix = "start from the example glrunner.yaml";
  return refused(located("file-empty", start, "the file has no content", allowed, fix));
}

/** Undefined if the nesting is deeper than the stack. */
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
    return undefined;
  }
}

/** Reads YAML or JSON. Never throws, and never quotes the text, which may hold a secret. */
export function readDocument(source: string): DocumentResult {
  if (source.length > inputLimits.fileBytes) {
    const allowed = `at most ${inputLimits.fileBytes} bytes`;
    const fix = "check that this is the configuration file, and remove generated content";
    return refused(located("file-too-large", start, "the file is too large", allowed, fix));
  }
  const lines = new LineCounter();
  const documents = parseText(source, lines);
  if (documents === undefined) {
    const allowed = `at most ${inputLimits.depth} levels`;
    return refused(located("yaml-syntax", start, "the nesting is too deep", allowed, "remove nested levels"));
  }
  const errors = documents.flatMap((document) => document.errors).slice(0, inputLimits.problems);
  if (errors.length > 0) return refused(...errors.map((error) => syntaxProblem(error, lines)));
  const [first, second] = documents;
  if (second !== undefined) {
    const position = positionAt(lines, second.range?.[0]);
    const message = "a second document begins here";
    return refused(
      located("yaml-several-documents", position, message, "one document", "remove the line ---"),
    );
  }
  return first === undefined ? emptyFile() : toRaw(first, lines);
}
