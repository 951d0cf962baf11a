/** Where the keys and values of a configuration stand in its file, so that a problem names the line. */
import { isMap, isScalar, isSeq, type Document, type LineCounter } from "yaml";
import { pathText, type Path } from "../paths";
import { inputLimits } from "./limits";

export interface Place {
  /** 1 for the first line. */
  readonly line: number;
  /** 1 for the first character. */
  readonly column: number;
}

/** By the path of a problem; of a key that is missing, the place of what should have it. */
export type FindPlace = (path: string) => Place | undefined;

/** The file is walked when the first place is asked for: most configurations have no problem. */
export function placesIn(document: Document, lines: LineCounter): FindPlace {
  let found: ReadonlyMap<string, Place> | undefined;
  return (path) => {
    found ??= collected(document.contents, lines);
    for (let at = path; at !== ""; at = parentOf(at)) {
      const place = found.get(at);
      if (place !== undefined) return place;
    }
    return undefined;
  };
}

const parentOf = (path: string) => path.replace(/(^|\.)[^.[\]"]+$|\[(\d+|"(\\.|[^"\\])*")\]$/, "");

function collected(root: unknown, lines: LineCounter): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const put = (path: Path, offset: number | undefined) => {
    const { line, col } = lines.linePos(offset ?? 0);
    places.set(pathText(path), { line, column: col });
  };
  const walk = (node: unknown, path: Path): void => {
    if (path.length > inputLimits.depth) return;
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        if (!isScalar(key)) continue;
        const below = [...path, String(key.value)];
        put(below, key.range?.[0]);
        walk(value, below);
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        const below = [...path, index];
        put(below, isScalar(item) || isMap(item) || isSeq(item) ? item.range?.[0] : undefined);
        walk(item, below);
      }
    }
  };
  walk(root, []);
  return places;
}
