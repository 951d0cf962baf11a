/**
 * A terminal as a person sees it: what a view writes goes through xterm.js, the emulator behind the terminal of VS Code.
 * Besides text it accepts only what the views need: carriage return, line feed, cursor up, erase and colours.
 */
import xterm from "@xterm/headless";
import type { Printable } from "../../../src/html/terminal-text";

/** Text, CR, LF, and of ECMA-48: CUU, ED, EL, SGR. */
const understood = new RegExp(String.raw`^(?:\P{Cc}|\r|\n|${"\u001b"}\[\d*[AJKm])*$`, "u");

/** By their numbers in ECMA-48. */
const colors = new Map([
  [1, "red"],
  [2, "green"],
  [3, "yellow"],
]);

export class Terminal {
  public writes = 0;
  private readonly emulator: xterm.Terminal;

  public constructor(
    public columns: number,
    public rows: number,
  ) {
    this.emulator = new xterm.Terminal({
      ...{ cols: columns, rows, scrollback: 10_000, allowProposedApi: true },
      // As the kernel does for a terminal.
      convertEol: true,
    });
  }

  public write(given: Printable): void {
    const text = typeof given === "string" ? given : given.sequences({ color: true });
    if (!understood.test(text)) throw new Error("not understood");
    this.writes += 1;
    // After a key is pressed the emulator reads what comes next at once, and not in a timer, which a test may hold.
    this.emulator.input("");
    this.emulator.write(text);
  }

  /** Everything, scrolled away or not, without empty lines at the end. */
  public get text(): string[] {
    const all = this.lines.map((line) => line.translateToString(true));
    while (all.at(-1) === "") all.pop();
    return all;
  }

  /** What is on the screen, each line with the style that it begins with: `green | done`. */
  public get screen(): string[] {
    const { viewportY } = this.emulator.buffer.active;
    const all = this.lines.slice(viewportY).map((line) => {
      const cell = line.getCell(0);
      const color = cell?.isFgPalette() === true ? colors.get(cell.getFgColor()) : undefined;
      const weight = cell?.isBold() ? "bold" : cell?.isDim() ? "dim" : "";
      return `${(color ?? weight).padEnd(6)} | ${line.translateToString(true)}`.trimEnd();
    });
    while (all.at(-1) === "       |") all.pop();
    return all;
  }

  public get cursor(): { readonly row: number; readonly column: number } {
    const { baseY, cursorY, cursorX } = this.emulator.buffer.active;
    return { row: baseY + cursorY, column: cursorX };
  }

  /** Breaks the lines anew, as most terminals do. */
  public resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.emulator.resize(columns, rows);
  }

  private get lines() {
    const { active } = this.emulator.buffer;
    return Array.from({ length: active.length }, (_, at) => active.getLine(at)).filter(
      (line) => line !== undefined,
    );
  }
}
