/**
 * Sets single values in the text of a configuration file, and keeps comments and everything else as they are.
 *
 * 1. If every value is in the file, each one is replaced at its place. No other character changes.
 * 2. Otherwise the missing keys are added, and the whole document is written again with all comments. Only blanks without
 *    meaning, such as those before a comment, may change.
 * 3. JSON stays JSON.
 */
import { isMap, isNode, isScalar, parseDocument, stringify, type Document, type Node } from "yaml";

interface NewValue {
  readonly path: readonly string[];
  /** The new value. */
  readonly to: string;
}

/** @param text a configuration that glrunner has read without a problem: YAML, or JSON, which is YAML too */
export function setValues(text: string, values: readonly NewValue[]): string {
  const document = parseDocument(text);
  const replacements = values.flatMap((value) => replacementsOf(document, value));
  if (replacements.length === values.length) return replaced(text, replacements);
  for (const { path, to } of values) {
    // A key without a value, such as `versions:`, must become a mapping first.
    for (let depth = 1; depth < path.length; depth += 1) {
      const parent = path.slice(0, depth);
      if (!isMap(document.getIn(parent))) document.setIn(parent, emptyMap(document, parent));
    }
    document.setIn(path, to);
  }
  if (isJson(text)) return `${JSON.stringify(document.toJS(), null, 2)}\n`;
  return document.toString({ lineWidth: 0, indentSeq: !/^(\s*)\S.*:\s*(#.*)?\n\1- /m.test(text) });
}

/** Keeps the comment of the key without a value. */
function emptyMap(document: Document.Parsed, path: readonly string[]): Node {
  const map = document.createNode({});
  const before = document.getIn(path, true);
  if (isNode(before)) map.commentBefore = before.comment ?? before.commentBefore;
  return map;
}

interface Replacement {
  /** Offset of the first character, and of the one after the last. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const oneLineForms = ["PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE"] as const;

/** Empty if the value is not written at its path: it is missing, or an alias (`*name`) stands for it. */
function replacementsOf(document: Document.Parsed, { path, to }: NewValue): readonly Replacement[] {
  const node = document.getIn(path, true);
  if (!isScalar(node) || !node.range) return [];
  const form = oneLineForms.find((type) => type === node.type);
  if (form === undefined) return [];
  const [start, end] = node.range;
  return [{ start, end, text: stringify(to, { defaultStringType: form }).trimEnd() }];
}

function replaced(text: string, replacements: readonly Replacement[]): string {
  const lastFirst = replacements.toSorted((left, right) => right.start - left.start);
  return lastFirst.reduce(
    (all, { start, end, text: inserted }) => all.slice(0, start) + inserted + all.slice(end),
    text,
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
