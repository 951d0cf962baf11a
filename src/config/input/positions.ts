/** Positions of the keys and values of a configuration in its file, and the text of its numbers. */
import { isMap, isScalar, isSeq, type Document, type LineCounter } from "yaml";
import { pathText, type Path } from "../paths";
import { inputLimits } from "./limits";
import type { WrittenAt } from "./zod-problems";

/** A position in a text file. The first line is 1, and so is its first column. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** @param offset in characters. @default the start of the file */
export function positionAt(lines: LineCounter, offset = 0): Position {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

interface Entry extends Position {
  /** A number or a boolean and its text in the file. @default a value of another type */
  readonly written?: { readonly value: unknown; readonly text: string };
}

/** Finds positions and written values by the path of a problem. */
export interface Positions {
  /** The position of a path. For a missing key, the position of the closest parent that exists. */
  readonly positionOf: (path: string) => Position | undefined;
  readonly writtenAt: WrittenAt;
}

/** Walks the file only when a caller asks for a position, because most configurations have no problem. */
export function positionsIn(document: Document, lines: LineCounter): Positions {
  let collected: ReadonlyMap<string, Entry> | undefined;
  const entries = () => (collected ??= collect(document.contents, lines));
  return {
    positionOf: (path) => {
      for (let at = path; at !== ""; at = parentOf(at)) {
        const entry = entries().get(at);
        if (entry !== undefined) return { line: entry.line, column: entry.column };
      }
      return entries().get(pathText([]));
    },
    // An environment variable may have replaced the value of the file.
    writtenAt: (path, value) => {
      const { written } = entries().get(path) ?? {};
      return written !== undefined && Object.is(written.value, value) ? written.text : undefined;
    },
  };
}

const parentOf = (path: string) => path.replace(/(^|\.)[^.[\]"]+$|\[(\d+|"(\\.|[^"\\])*")\]$/, "");

/** Problems show other values as JSON, which is YAML too. */
function writtenIn(node: unknown): Entry["written"] {
  if (!isScalar(node) || node.source === undefined) return undefined;
  const { value, source } = node;
  return typeof value === "number" || typeof value === "boolean" ? { value, text: source } : undefined;
}

function collect(root: unknown, lines: LineCounter): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  const put = (path: Path, offset: number | undefined, value: unknown) => {
    entries.set(pathText(path), { ...positionAt(lines, offset), written: writtenIn(value) });
  };
  const walk = (node: unknown, path: Path): void => {
    if (path.length > inputLimits.depth) return;
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        if (!isScalar(key)) continue;
        const below = [...path, String(key.value)];
        put(below, key.range?.[0], value);
        walk(value, below);
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        const below = [...path, index];
        put(below, offsetOf(item), item);
        walk(item, below);
      }
    }
  };
  put([], offsetOf(root), root);
  walk(root, []);
  return entries;
}

const offsetOf = (node: unknown) =>
  isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined;
