/** The text of a configuration file, YAML or JSON (which is YAML), as raw data, or what is wrong with the text. */
import { LineCounter, parseAllDocuments, visit, type Document, type YAMLError } from "yaml";
import type { ProblemCode } from "./problem-codes";
import { problem, type Problem } from "./problems";

type DocumentResult =
  | { readonly ok: true; readonly raw: unknown }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Own words instead of the parser's, which quote the file and with it what must not be shown. */
const sentences: Readonly<Partial<Record<YAMLError["code"], string>>> = {
  BAD_DQ_ESCAPE: "a double-quoted text has an escape that does not exist",
  BAD_INDENT: "the indentation does not fit what is around it",
  BAD_SCALAR_START: "a value begins with a character that needs quotes",
  BLOCK_AS_IMPLICIT_KEY: "a colon makes a key where none can be",
  DUPLICATE_KEY: "this key is there twice",
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
  return problem({ code, path: `line ${line}, column ${col}`, message, allowed, fix });
}

function syntaxProblem(error: YAMLError, lines: LineCounter): Problem {
  const place = lines.linePos(error.pos[0]);
  const message = sentences[error.code] ?? "this is not YAML";
  return error.code === "DUPLICATE_KEY"
    ? located("yaml-duplicate-key", place, message, "each key once", "remove or rename one of the two")
    : located("yaml-syntax", place, message, "YAML 1.2 or JSON", "correct the text there");
}

/** Generous for a file written by hand; far from what a bomb needs. */
const maxAliasCount = 100;

function aliasProblem(place: Place): Problem {
  const message = "aliases make the file larger than any configuration is";
  const allowed = `at most ${maxAliasCount} uses of an anchor, none inside itself`;
  return located("yaml-aliases", place, message, allowed, "write the values out");
}

/** An alias to nothing, or to what it stands in itself. */
function wrongAlias(document: Document, lines: LineCounter): Problem | undefined {
  let found: Problem | undefined;
  visit(document, {
    Alias(_, node, path) {
      const place = lines.linePos(node.range?.[0] ?? 0);
      const target = node.resolve(document);
      if (target === undefined) {
        const message = "an alias names nothing that was anchored before it";
        found = located(
          "yaml-syntax",
          place,
          message,
          "the name of an anchor (&name) above",
          "correct the name",
        );
      } else if (path.some((ancestor) => ancestor === target)) {
        found = aliasProblem(place);
      }
      return found === undefined ? undefined : visit.BREAK;
    },
  });
  return found;
}

function firstAlias(document: Document, lines: LineCounter): Place {
  let place: Place = { line: 1, col: 1 };
  visit(document, {
    Alias(_, node) {
      place = lines.linePos(node.range?.[0] ?? 0);
      return visit.BREAK;
    },
  });
  return place;
}

function toRaw(document: Document, lines: LineCounter): DocumentResult {
  const wrong = wrongAlias(document, lines);
  if (wrong !== undefined) return { ok: false, problems: [wrong] };
  try {
    const raw: unknown = document.toJS({ maxAliasCount });
    return raw === null ? emptyFile() : { ok: true, raw };
  } catch {
    return { ok: false, problems: [aliasProblem(firstAlias(document, lines))] };
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
      stringKeys: true,
    });
    return "empty" in documents ? [] : documents;
  } catch {
    // Nesting beyond the stack.
    return undefined;
  }
}

export function readDocument(source: string): DocumentResult {
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
  if (errors.length > 0) return { ok: false, problems: errors.map((error) => syntaxProblem(error, lines)) };
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
