import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { askHere, askOn } from "../../src/cli/prompt";

function streams() {
  const input = new PassThrough();
  const output = new PassThrough();
  return { input, output, said: () => String(output.read() ?? "") };
}

describe("a question on a terminal", () => {
  it("is written, and answered by a line", async () => {
    const { input, output, said } = streams();
    const ask = askOn({ input, output });
    const first = ask("name [ci]: ");
    input.write("build\n");
    expect(await first).toBe("build");
    const second = ask("again: ");
    input.write("\n");
    expect(await second).toBe("");
    expect(said()).toBe("name [ci]: again: ");
  });

  it("that is left instead of answered is an error, not an empty answer", async () => {
    const { input, output } = streams();
    const answer = askOn({ input, output })("name: ");
    input.end();
    await expect(answer).rejects.toThrow("stopped at a question");
  });

  it("that is interrupted ends at once, also when it was interrupted before", async () => {
    const { input, output } = streams();
    const interruption = new AbortController();
    const ask = askOn({ input, output });
    const answer = ask("name: ", interruption.signal);
    interruption.abort();
    await expect(answer).rejects.toThrow("stopped at a question");
    await expect(ask("name: ", interruption.signal)).rejects.toThrow("stopped at a question");
  });

  it("is asked of whoever sits there, and not where nobody does", () => {
    const tty = Object.assign(new PassThrough(), { isTTY: true });
    const pipe = new PassThrough();
    expect(askHere({ stdin: tty, stderr: tty })).toBeTypeOf("function");
    expect(askHere({ stdin: pipe, stderr: tty })).toBeUndefined();
    expect(askHere({ stdin: tty, stderr: pipe })).toBeUndefined();
  });
});
