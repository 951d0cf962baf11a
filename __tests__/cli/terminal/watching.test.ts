import { describe, expect, it } from "vitest";
import { exitCodes } from "../../../src/cli";
import { watching } from "../../../src/cli/terminal/watching";
import { TerminalText, type Printable } from "../../../src/html/terminal-text";
import { Terminal } from "../progress/terminal";

interface Screen {
  readonly terminal?: Terminal;
  readonly json?: boolean;
  /** @default Ctrl-C */
  readonly endedBy?: "reader";
}

/** Shows the texts one after the other, then Ctrl-C or the reader of stdout ends it. */
async function watched(texts: readonly string[], { terminal, json = false, endedBy }: Screen = {}) {
  const interrupt = new AbortController();
  const reader = new AbortController();
  let out = "";
  let err = "";
  const rest = [...texts];
  const code = await watching(
    {
      report: () => undefined,
      json,
      onInterrupt: () => interrupt.signal,
      terminal: {
        out: (text) => void (out += text),
        err: (text) => void (err += text),
        interactive: false,
        outClosed: reader.signal,
        ...(terminal && {
          outInteractive: true,
          paint: (_: "out" | "err", text: Printable) => {
            terminal.write(text);
          },
          size: () => ({ width: terminal.columns, height: terminal.rows }),
        }),
      },
    },
    () => {
      const text = TerminalText.of(rest.shift() ?? "");
      if (rest.length === 0) (endedBy === "reader" ? reader : interrupt).abort();
      return Promise.resolve({ code: exitCodes.ok, text });
    },
    0,
  );
  return { code, out, err };
}

describe("--watch", () => {
  it("replaces the view before on a terminal", async () => {
    const terminal = new Terminal(20, 10);
    terminal.write("$ glrunner jobs --watch\r\n");
    await watched(["one\ntwo\nthree\n", "a line that takes two rows\nb\n", "end\n"], { terminal });
    expect(terminal.text).toEqual(["$ glrunner jobs --wa", "tch", "end"]);
  });

  it("replaces nothing that has scrolled away", async () => {
    const terminal = new Terminal(20, 3);
    await watched(["1\n2\n3\n4\n", "end\n"], { terminal });
    expect(terminal.text).toEqual(["1", "2", "3", "4", "end"]);
  });

  it("writes one view after the other into a pipe, and ends well with Ctrl-C", async () => {
    expect(await watched(["one\n", "two\n"])).toEqual({ code: exitCodes.ok, out: "one\ntwo\n", err: "" });
  });

  it("ends quietly when the reader of the pipe leaves", async () => {
    expect(await watched(["one\n", "two\n"], { endedBy: "reader" })).toEqual({
      ...{ code: exitCodes.ok, out: "one\ntwo\n", err: "" },
    });
  });

  it("is refused with --json", async () => {
    const { code, out } = await watched(["one\n"], { json: true });
    expect({ code, out }).toEqual({ code: exitCodes.refused, out: "" });
  });
});
