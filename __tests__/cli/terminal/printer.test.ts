import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { printer } from "../../../src/cli/terminal/printer";
import { TerminalText } from "../../../src/html/terminal-text";

function stream(isTTY: boolean) {
  const written: string[] = [];
  const emitter = new EventEmitter();
  const fail = (code: string) => emitter.emit("error", Object.assign(new Error(code), { code }));
  return Object.assign(emitter, { isTTY, written, fail, write: (text: string) => written.push(text) });
}

const red = TerminalText.styled("failed", "red");

describe("the printer", () => {
  it("keeps its own colours and escapes every other sequence", () => {
    const terminal = stream(true);
    const { print } = printer(terminal, {});
    print(red);
    print("\u001b[31mjob\u0007\n");
    expect(terminal.written).toEqual(["\u001b[31mfailed\u001b[0m", String.raw`\u001b[31mjob\u0007` + "\n"]);
  });

  it.each([
    ["a file", false, {}],
    ["NO_COLOR", true, { NO_COLOR: "1" }],
    ["a dumb terminal", true, { TERM: "dumb" }],
  ])("has no colours for %s", (_, isTTY, env) => {
    const output = stream(isTTY);
    printer(output, env).print(red);
    expect(output.written).toEqual(["failed"]);
  });

  it("masks secrets, in coloured text too", () => {
    const output = stream(true);
    const { print } = printer(output, {});
    print("refused: glpat-0123456789abcdefghij\n");
    print(TerminalText.styled("glpat-0123456789abcdefghij", "red"));
    expect(output.written.join("")).not.toContain("0123456789");
  });

  it.each(["EPIPE", "EIO", "ENOSPC"])("drops what comes after %s, and never throws", (code) => {
    const output = stream(false);
    const { print, problem, closed } = printer(output, {});
    print("one");
    output.fail(code);
    print("two");
    output.fail("ERR_STREAM_DESTROYED");
    expect(output.written).toEqual(["one"]);
    // A reader that left early has all that it wanted.
    expect(problem()).toBe(code === "EPIPE" ? undefined : code);
    expect(closed.aborted).toBe(code === "EPIPE");
  });
});
