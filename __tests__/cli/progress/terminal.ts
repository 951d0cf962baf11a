/**
 * As much of a terminal as the live view uses: text, carriage return, line feed, cursor up, erase to the end of the
 * line and of the screen, and colours, which it leaves out. Anything else is refused. It breaks lines that are too
 * long and scrolls; what has scrolled away cannot be reached any more.
 */
import { widthOf } from "../../../src/cli/progress/text";
import type { Printable } from "../../../src/html/terminal-text";

const escape = "\u001b";
const understood = new RegExp(`${escape}\\[(?<count>\\d*)(?<code>[A-Za-z])|(?<character>[^])`, "gu");

export class Terminal {
  public writes = 0;
  private readonly gone: string[] = [];
  private screen: string[] = [""];
  private row = 0;
  private column = 0;

  public constructor(
    public columns: number,
    public rows: number,
  ) {}

  public write(given: Printable): void {
    const text = typeof given === "string" ? given : given.sequences({ color: true });
    this.writes += 1;
    let read = 0;
    for (const { 0: all, groups } of text.matchAll(understood)) {
      read += all.length;
      const { count = "", code, character } = groups ?? {};
      if (code === undefined) this.put(character ?? "");
      else this.control(code, count);
    }
    if (read !== text.length) throw new Error("not understood");
  }

  /** Everything, scrolled away or not, without empty lines at the end. */
  public get text(): string[] {
    const all = [...this.gone, ...this.screen].map((line) => line.trimEnd());
    while (all.at(-1) === "") all.pop();
    return all;
  }

  public get cursor(): { readonly row: number; readonly column: number } {
    return { row: this.gone.length + this.row, column: this.column };
  }

  /** Breaks the lines anew, as most terminals do. */
  public resize(columns: number, rows: number): void {
    const below = this.screen.length - 1 - this.row;
    const lines = this.screen.flatMap((line) => {
      const parts: string[] = [];
      for (let at = 0; at < Math.max(1, line.length); at += columns) parts.push(line.slice(at, at + columns));
      return parts;
    });
    this.columns = columns;
    this.rows = rows;
    this.screen = lines;
    this.row = lines.length - 1 - below;
    this.scroll();
  }

  private control(code: string, count: string): void {
    const line = this.screen[this.row] ?? "";
    if (code === "A") this.row = Math.max(0, this.row - Number(count === "" ? 1 : count));
    else if (code === "K") this.screen[this.row] = line.slice(0, this.column);
    else if (code === "J") this.screen = [...this.screen.slice(0, this.row), line.slice(0, this.column)];
    else if (code !== "m") throw new Error(`not understood: ${code}`);
  }

  private put(character: string): void {
    if (character === "\r") this.column = 0;
    else if (character === "\n") this.next();
    else if (character < " ") throw new Error(`not understood: ${character.codePointAt(0) ?? ""}`);
    else {
      if (this.column + widthOf(character) > this.columns) {
        this.next();
        this.column = 0;
      }
      const line = (this.screen[this.row] ?? "").padEnd(this.column);
      this.screen[this.row] = line.slice(0, this.column) + character + line.slice(this.column + 1);
      this.column += character.length;
    }
  }

  private next(): void {
    this.row += 1;
    if (this.row === this.screen.length) this.screen.push("");
    this.scroll();
  }

  private scroll(): void {
    while (this.screen.length > this.rows) {
      this.gone.push(this.screen.shift() ?? "");
      this.row -= 1;
    }
    this.row = Math.max(0, this.row);
  }
}
