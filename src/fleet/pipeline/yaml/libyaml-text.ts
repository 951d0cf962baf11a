/**
 * Rewrites text that libyaml accepts and the `yaml` package refuses, so that both read the same values. GitLab uses
 * libyaml through Psych. libyaml is less strict in two places:
 *
 * 1. The lines of a flow collection (`[`, `{`) and of a quoted scalar may have any indentation, even none.
 * 2. A comment needs no space before it after `"`, `'`, `]` or `}`.
 *
 * The algorithm makes one pass over the lines. It skips block scalars and comments, finds where a value begins, and follows
 * a flow collection or a quoted scalar to its end. It indents the further lines of the value where they need it. It neither
 * adds nor removes lines, and leaves most files unchanged.
 *
 * Source: yaml/libyaml src/scanner.c (`yaml_parser_scan_to_next_token`, `yaml_parser_unroll_indent`, which does nothing
 * in the flow context); read 2026-11-30.
 */
import { pipelineLimits } from "../limits";

/** The rewritten text; undefined if it would be too large. */
export function asLibyamlReads(text: string): string | undefined {
  return new Rewriter(text).rewritten();
}

/** Characters of a line in which the beginning of a value is searched. */
const maxStart = 1000;
const opens = /[[{"']/;

class Rewriter {
  private readonly lines: readonly string[];
  private readonly result: string[] = [];
  private size = 0;

  constructor(text: string) {
    this.lines = text.split("\n");
  }

  rewritten(): string | undefined {
    let at = 0;
    while (at < this.lines.length) {
      at = this.block(at);
      if (this.size > 2 * pipelineLimits.fileBytes) return undefined;
    }
    return this.result.join("\n");
  }

  private push(line: string): void {
    this.result.push(line);
    this.size += line.length + 1;
  }

  /** Rewrites a line with all further lines of its value. @returns the next line */
  private block(at: number): number {
    const line = this.lines[at] ?? "";
    const start = valueStart(line.slice(0, maxStart));
    if (opens.test(line.charAt(start))) return this.inside(at, start);
    this.push(line);
    if (!/^[|>][-+\d]*\s*(#.*)?$/.test(line.slice(start))) return at + 1;
    return this.blockScalar(at + 1, parentColumn(line));
  }

  private blockScalar(from: number, parent: number): number {
    let [at, indent] = [from, -1];
    for (; at < this.lines.length; at += 1) {
      const line = this.lines[at] ?? "";
      const column = line.search(/[^ ]/);
      const isBlank = line.trim() === "";
      if (!isBlank && indent < 0 && column > parent) indent = column;
      if (!isBlank && (indent < 0 || column < indent)) return at;
      this.push(line);
    }
    return at;
  }

  /** Rewrites the lines of a flow collection or a quoted scalar that begins in this column. @returns the next line */
  private inside(first: number, start: number): number {
    const follower = new Follower();
    const parent = parentColumn(this.lines[first] ?? "");
    const pad = " ".repeat(start + 1);
    for (let at = first; at < this.lines.length; at += 1) {
      const line = this.lines[at] ?? "";
      const isDeepEnough = at === first || line.trim() === "" || line.search(/[^ ]/) > parent;
      const indented = isDeepEnough ? line : pad + line;
      const end = follower.endIn(line, at === first ? start : 0);
      if (end === undefined) {
        this.push(indented);
        continue;
      }
      const cut = indented.length - line.length + end;
      const needsSpace = line.charAt(end) === "#";
      this.push(needsSpace ? `${indented.slice(0, cut)} ${indented.slice(cut)}` : indented);
      return at + 1;
    }
    return this.lines.length;
  }
}

/** Follows a flow collection or a quoted scalar from its first character to its last, line by line. */
class Follower {
  private depth = 0;
  private quote = "";

  /** @returns the column after its end; undefined if it does not end in this line */
  endIn(line: string, from: number): number | undefined {
    for (let column = from; column < line.length; column += 1) {
      if (this.isComment(line, column)) return undefined;
      column += this.take(line, column);
      if (this.depth <= 0 && this.quote === "") return column + 1;
    }
    return undefined;
  }

  private isComment(line: string, column: number): boolean {
    return this.quote === "" && line.charAt(column) === "#" && /^\s?$/.test(line.charAt(column - 1));
  }

  /** @returns how many characters to skip after this one */
  private take(line: string, column: number): number {
    const char = line.charAt(column);
    if (this.quote !== "") {
      const isEscape = this.quote === '"' ? char === "\\" : char === "'" && line.charAt(column + 1) === "'";
      if (isEscape) return 1;
      if (char === this.quote) this.quote = "";
    } else if (char === "[" || char === "{") this.depth += 1;
    else if (char === "]" || char === "}") this.depth -= 1;
    // Inside a plain scalar the character is an apostrophe.
    else if (/["']/.test(char) && /^[\s[{,:]?$/.test(line.charAt(column - 1))) this.quote = char;
    return 0;
  }
}

/** The column in which the value of a line begins, after `-`, properties and a key; the length of a line without a value. */
function valueStart(line: string): number {
  const [before = ""] = /^\s*(?:[-?](?:\s+|$))*(?:[&!]\S*\s+)*/.exec(line) ?? [];
  const rest = line.slice(before.length);
  if (rest.startsWith("#")) return line.length;
  const [quotedKey] = /^(?:"[^"\\]*"|'[^']*')\s*:/.exec(rest) ?? [];
  if (quotedKey === undefined && /^[[{"'|>]/.test(rest)) return before.length;
  const keyLength = quotedKey?.length ?? rest.search(/:(?:\s|$)/) + 1;
  const [after = ""] = /^\s*(?:[&!]\S*\s+)*/.exec(rest.slice(keyLength)) ?? [];
  return keyLength === 0 ? line.length : before.length + keyLength + after.length;
}

/** The column of the key, or of the last `-` if there is no key. The lines of the value must be indented more. */
function parentColumn(line: string): number {
  const [dashes = ""] = /^\s*(?:[-?]\s+)*/.exec(line.slice(0, maxStart)) ?? [];
  return /^[|>!&[{"']/.test(line.slice(dashes.length)) &&
    !/^(?:"[^"\\]*"|'[^']*')\s*:/.test(line.slice(dashes.length))
    ? dashes.trimEnd().length - 1
    : dashes.length;
}
