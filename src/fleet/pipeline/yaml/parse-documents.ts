/** The YAML documents of a file, parsed in bounded time, and as libyaml reads them. */
import { Lexer, LineCounter, parseAllDocuments, type CollectionTag, type Document } from "yaml";
import { asLibyamlReads } from "./libyaml-text";
import { PipelineLimitError, pipelineLimits, tooManyValues } from "../limits";

export const referenceTag: CollectionTag = {
  tag: "!reference",
  collection: "seq",
  resolve: (value) => value,
};

interface Parsed {
  readonly documents: readonly Document[];
  readonly lineAt: (offset: number) => number;
}

/** @throws PipelineLimitError */
export function parseDocuments(source: string, lineOffset: number): Parsed {
  checkTokens(source, lineOffset);
  return parsed(source, lineOffset);
}

/** What libyaml reads, although the parser refuses it, is rewritten for the parser; errors are those of the text. */
function parsed(source: string, lineOffset: number): Parsed {
  const rewritten = asLibyamlReads(source);
  if (rewritten === undefined || rewritten === source) return parsedOnce(source, lineOffset);
  const result = parsedOnce(rewritten, lineOffset);
  return result.documents.every(({ errors }) => errors.length === 0)
    ? result
    : parsedOnce(source, lineOffset);
}

function parsedOnce(source: string, lineOffset: number): Parsed {
  const lineCounter = new LineCounter();
  const lineAt = (offset: number) => lineOffset + lineCounter.linePos(offset).line;
  // Duplicate keys are not the parser's to find: it would compare every key with every other.
  const options = { uniqueKeys: false, prettyErrors: false, logLevel: "silent" } as const;
  try {
    const documents = parseAllDocuments(source, { ...options, lineCounter, customTags: [referenceTag] });
    return { documents: "empty" in documents ? [] : documents, lineAt };
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(lineOffset + 1);
    throw error;
  }
}

/**
 * Refuses by its tokens alone, at the first that is too many, what the parser would take very long for: it needs much
 * more time and memory for a value than the lexer, and exhausts the stack on deep nesting.
 */
function checkTokens(source: string, lineOffset: number): void {
  let [line, texts, flowDepth, markers] = [lineOffset + 1, 0, 0, 0];
  for (const token of new Lexer().lex(source)) {
    const first = token.charAt(0);
    if (token === "[" || token === "{") flowDepth += 1;
    else if (token === "]" || token === "}") flowDepth -= 1;
    else if (token === "-" || token === "?") markers += 1;
    else if (first === "\u001f" || /["'*!&]/.test(first)) texts += 1;
    if (flowDepth > pipelineLimits.depth || markers > pipelineLimits.depth) throw tooDeep(line);
    // A key and its value are two.
    if (texts > 2 * pipelineLimits.values) throw tooManyValues(line);
    if (!token.includes("\n")) continue;
    line += token.split("\n").length - 1;
    markers = 0;
  }
}

export function tooDeep(line: number): PipelineLimitError {
  const message = `The file nests values more than ${pipelineLimits.depth} levels deep.`;
  return new PipelineLimitError("pipeline-too-deep", line, message);
}
