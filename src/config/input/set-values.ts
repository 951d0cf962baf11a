/**
 * Sets single values in the text of a configuration file, and leaves comments and everything else as they are.
 *
 * 1. A value that is written is replaced in its place: no other character changes.
 * 2. A value that is not gets its key, and the keys above it. Then the whole document is written again, with all comments;
 *    only blanks that mean nothing, such as those before a comment, may change.
 * 3. JSON stays JSON.
 */
import { isMap, isNode, isScalar, parseDocument, stringify, type Document, type Node } from "yaml";

interface Value {
  readonly path: readonly string[];
  readonly to: string;
}

/** @param text a configuration that was read before without a problem: YAML, or JSON, which is YAML too */
export function setValues(text: string, values: readonly Value[]): string {
  const document = parseDocument(text);
  const written = values.flatMap((value) => places(document, value));
  if (written.length === values.length) return spliced(text, written);
  for (const { path, to } of values) {
    // A key without a value, such as `versions:`, has no place for another key.
    for (let depth = 1; depth < path.length; depth += 1) {
      const parent = path.slice(0, depth);
      if (!isMap(document.getIn(parent))) document.setIn(parent, emptyMap(document, parent));
    }
    document.setIn(path, to);
  }
  if (isJson(text)) return `${JSON.stringify(document.toJS(), null, 2)}\n`;
  return document.toString({ lineWidth: 0, indentSeq: !/^(\s*)\S.*:\s*(#.*)?\n\1- /m.test(text) });
}

/** With the comment of the key without a value that it takes the place of. */
function emptyMap(document: Document.Parsed, path: readonly string[]): Node {
  const map = document.createNode({});
  const before = document.getIn(path, true);
  if (isNode(before)) map.commentBefore = before.comment ?? before.commentBefore;
  return map;
}

interface Place {
  /** Of the first character, and of the one after the last. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const oneLineForms = ["PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE"] as const;

/** None where the value is not written there, but elsewhere (`*name`) or nowhere. */
function places(document: Document.Parsed, { path, to }: Value): readonly Place[] {
  const node = document.getIn(path, true);
  if (!isScalar(node) || !node.range) return [];
  const form = oneLineForms.find((each) => each === node.type);
  if (form === undefined) return [];
  const [start, end] = node.range;
  return [{ start, end, text: stringify(to, { defaultStringType: form }).trimEnd() }];
}

function spliced(text: string, written: readonly Place[]): string {
  const lastFirst = [...written].sort((one, other) => other.start - one.start);
  return lastFirst.reduce((all, { start, end, text: to }) => all.slice(0, start) + to + all.slice(end), text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
