/** Where the keys and values of a configuration are in its file, and how a number is written there. */
import { isMap, isScalar, isSeq, type Document, type LineCounter } from "yaml";
import { pathText, type Path } from "../paths";
import { inputLimits } from "./limits";
import type { WrittenAt } from "./zod-problems";

interface Place {
  /** 1 for the first line. */
  readonly line: number;
  /** 1 for the first character. */
  readonly column: number;
}

/** A place with what is written there. */
interface WrittenPlace extends Place {
  /** Of a number or a boolean: its text. @default another kind of value */
  readonly written?: { readonly value: unknown; readonly text: string };
}

export interface Places {
  /** By the path of a problem; of a key that is missing, the place of what should have it. */
  readonly placeOf: (path: string) => Place | undefined;
  readonly writtenAt: WrittenAt;
}

/** The file is walked when the first place is asked for: most configurations have no problem. */
export function placesIn(document: Document, lines: LineCounter): Places {
  let found: ReadonlyMap<string, WrittenPlace> | undefined;
  const all = () => (found ??= collected(document.contents, lines));
  return {
    placeOf: (path) => {
      for (let at = path; at !== ""; at = parentOf(at)) {
        const place = all().get(at);
        if (place !== undefined) return { line: place.line, column: place.column };
      }
      return all().get(pathText([]));
    },
    // A variable of the environment may have set another value.
    writtenAt: (path, value) => {
      const { written } = all().get(path) ?? {};
      return written !== undefined && Object.is(written.value, value) ? written.text : undefined;
    },
  };
}

const parentOf = (path: string) => path.replace(/(^|\.)[^.[\]"]+$|\[(\d+|"(\\.|[^"\\])*")\]$/, "");

/** Text and lists are shown as JSON, which YAML reads. */
function writtenIn(node: unknown): WrittenPlace["written"] {
  if (!isScalar(node) || node.source === undefined) return undefined;
  const { value, source } = node;
  return typeof value === "number" || typeof value === "boolean" ? { value, text: source } : undefined;
}

function collected(root: unknown, lines: LineCounter): ReadonlyMap<string, WrittenPlace> {
  const places = new Map<string, WrittenPlace>();
  const put = (path: Path, offset: number | undefined, value: unknown) => {
    const { line, col } = lines.linePos(offset ?? 0);
    places.set(pathText(path), { line, column: col, written: writtenIn(value) });
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
        put(below, isScalar(item) || isMap(item) || isSeq(item) ? item.range?.[0] : undefined, item);
        walk(item, below);
      }
    }
  };
  put([], isMap(root) || isSeq(root) || isScalar(root) ? root.range?.[0] : undefined, root);
  walk(root, []);
  return places;
}
