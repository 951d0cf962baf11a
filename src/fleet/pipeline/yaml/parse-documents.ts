/** Parses the YAML documents of a file in bounded time, and reads them as libyaml does. */
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

/**
 * libyaml accepts some text that the parser refuses. Such text is rewritten first; where the rewritten text has errors too,
 * the result has the errors of the original text.
 *
 * @param lineOffset added to every line number
 * @throws PipelineLimitError
 */
export function parseDocuments(source: string, lineOffset: number): Parsed {
  checkTokens(source, lineOffset);
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
  // The reader finds duplicate keys: the parser would compare every key with every other.
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
 * Counts the tokens and refuses the file at the first token beyond a limit. The parser needs much more time and memory for
 * a value than the lexer does, and deep nesting exhausts its stack.
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
    // A key and its value are two texts.
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
