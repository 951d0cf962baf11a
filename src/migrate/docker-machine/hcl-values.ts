/**
 * Reads the values of a `.tfvars` file. Terraform allows only literals there, so a small reader is enough; a parser for all of
 * HCL would be 1.4 MB of WebAssembly. It skips an expression (`var.name`, a call, a template) and returns a marker for it.
 * It reads blocks such as `module "runner" { ... }` as lists of objects, so that a file with the module call works too.
 *
 * The reader never recurses deeper than `maxDepth`, and reads each character a bounded number of times.
 */

/** Marks a value that only Terraform can calculate. */
export const expression = Symbol("expression");

export type HclValue = string | number | boolean | null | typeof expression | readonly HclValue[] | HclObject;
export interface HclObject {
  readonly [key: string]: HclValue;
}

type HclRead =
  | { readonly ok: true; readonly values: HclObject }
  | { readonly ok: false; readonly line: number; readonly message: string };

const maxDepth = 50;

class SyntaxError extends Error {
  constructor(
    readonly at: number,
    message: string,
  ) {
    super(message);
  }
}

export function readHcl(text: string): HclRead {
  const reader = new Reader(text);
  try {
    return { ok: true, values: reader.body("", 0) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, line: text.slice(0, error.at).split("\n").length, message: error.message };
  }
}

const space = /(?:[\s]|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const name = /[A-Za-z_][\w-]*|"(?:[^"\\\n]|\\.)*"/y;
const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const quoted = /"(?:[^"\\\n]|\\.)*"/y;
const heredoc = /<<-?([A-Za-z_]\w*)[^\n]*\n([\s\S]*?)\n[ \t]*\1[ \t]*(?=\n|$)/y;
const word = /(?:true|false|null)\b(?!\s*[.([?])/y;

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  /** Reads attributes and blocks up to the closing character; `""` means the end of the file. */
  body(close: "" | "}", depth: number): HclObject {
    if (depth > maxDepth) throw new SyntaxError(this.at, `is nested deeper than ${maxDepth} levels`);
    const values: Record<string, HclValue> = {};
    for (;;) {
      this.match(space);
      if (this.text.startsWith(",", this.at)) {
        this.at += 1;
        continue;
      }
      if (close === "" ? this.at >= this.text.length : this.text.startsWith(close, this.at)) {
        this.at += close.length;
        return values;
      }
      const key = this.match(name);
      if (key === undefined) throw new SyntaxError(this.at, "a name is expected");
      this.match(space);
      if (/[=:]/.test(this.text.charAt(this.at))) {
        this.at += 1;
        values[unquoted(key)] = this.value(depth);
        continue;
      }
      // A block: its labels, then its body.
      while (this.match(name) !== undefined) this.match(space);
      if (!this.text.startsWith("{", this.at)) throw new SyntaxError(this.at, '"=" or "{" is expected');
      this.at += 1;
      const before = values[key];
      const blocks: readonly HclValue[] = Array.isArray(before) ? before : [];
      values[key] = [...blocks, this.body("}", depth + 1)];
    }
  }

  private value(depth: number): HclValue {
    this.match(space);
    const from = this.at;
    const literal = this.literal(depth);
    if (literal !== undefined && this.ended()) return literal;
    this.at = from;
    this.skipExpression();
    return expression;
  }

  private literal(depth: number): HclValue | undefined {
    if (this.text.startsWith("[", this.at)) return this.list(depth + 1);
    if (this.text.startsWith("{", this.at)) {
      this.at += 1;
      return this.body("}", depth + 1);
    }
    const digits = this.match(number);
    if (digits !== undefined) return Number(digits);
    const text = this.match(quoted);
    if (text !== undefined) return /[$%]\{/.test(text) ? expression : unquoted(text);
    const constant = this.match(word);
    if (constant !== undefined) return constant === "null" ? null : constant === "true";
    const lines = this.match(heredoc);
    if (lines === undefined) return undefined;
    return lines.split("\n").slice(1, -1).join("\n");
  }

  private list(depth: number): readonly HclValue[] {
    if (depth > maxDepth) throw new SyntaxError(this.at, `is nested deeper than ${maxDepth} levels`);
    this.at += 1;
    const values: HclValue[] = [];
    for (;;) {
      this.match(space);
      if (this.text.startsWith("]", this.at)) {
        this.at += 1;
        return values;
      }
      if (this.text.startsWith(",", this.at)) {
        this.at += 1;
        continue;
      }
      if (this.at >= this.text.length) throw new SyntaxError(this.at, 'a list ends without "]"');
      values.push(this.value(depth));
    }
  }

  /** Whether the value ends here, without an operator on the same line. */
  private ended(): boolean {
    return /^[ \t]*(?:$|[\r\n,}\]]|#|\/\/|\/\*)/.test(this.text.slice(this.at, this.at + 200));
  }

  /** Skips to the end of the line, or to the closing bracket of the surrounding value. */
  private skipExpression(): void {
    let open = 0;
    for (; this.at < this.text.length; this.at += 1) {
      const character = this.text.charAt(this.at);
      if (character === '"') {
        if (this.match(quoted) !== undefined) this.at -= 1;
        continue;
      }
      if ("([{".includes(character)) open += 1;
      if (")]}".includes(character)) {
        if (open === 0) return;
        open -= 1;
      }
      if (open === 0 && /[\n,]/.test(character)) return;
    }
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(.)/g, (_, character: string) => escapes[character] ?? character);
}
