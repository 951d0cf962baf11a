import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { askYesNo, promptOn, terminalPrompt } from "../../../src/cli/terminal/prompt";

function streams() {
  const input = new PassThrough();
  const output = new PassThrough();
  return { input, output, said: () => String(output.read() ?? "") };
}

/** A terminal as far as a prompt uses it. */
function tty() {
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (raw: boolean) => modes.push(raw),
  });
  const output = Object.assign(new PassThrough(), { isTTY: true });
  const shown = async (text: string) => {
    let all = "";
    while (!all.includes(text)) {
      all += String(output.read() ?? "");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return { input, output, modes, shown };
}

describe("a question on a terminal", () => {
  it("is printed, and answered with a line", async () => {
    const { input, output, said } = streams();
    const ask = promptOn({ input, output });
    const first = ask("name [ci]: ");
    input.write("build\n");
    expect(await first).toBe("build");
    const second = ask("again: ");
    input.write("\n");
    expect(await second).toBe("");
    expect(said()).toBe("name [ci]: again: ");
  });

  it("is an error instead of an empty answer if the user leaves it", async () => {
    const { input, output } = streams();
    const answer = promptOn({ input, output })("name: ");
    input.end();
    await expect(answer).rejects.toThrow("stopped at a question");
  });

  it("ends at once when it is interrupted, also before it starts", async () => {
    const { input, output } = streams();
    const interruption = new AbortController();
    const ask = promptOn({ input, output });
    const answer = ask("name: ", interruption.signal);
    interruption.abort();
    await expect(answer).rejects.toThrow("stopped at a question");
    await expect(ask("name: ", interruption.signal)).rejects.toThrow("stopped at a question");
  });

  it("ignores text that was typed before it was shown", async () => {
    const { input, output, modes, shown } = tty();
    input.write("y\ny");
    const answer = promptOn({ input, output })("Apply this? ");
    input.write("y\n");
    await shown("Apply this? ");
    input.write("n\r");
    expect(await answer).toBe("n");
    expect(modes.slice(0, 2)).toEqual([true, false]);
  });

  it("interrupts the command at Ctrl-C, before and after it is shown", async () => {
    for (const early of [true, false]) {
      const { input, output, shown } = tty();
      let interrupted = 0;
      const answer = promptOn({ input, output, onInterrupt: () => (interrupted += 1) })("Apply this? ");
      const ended = answer.catch(String);
      if (!early) await shown("Apply this? ");
      input.write("\u0003");
      expect(await ended).toBe("Error: stopped at a question");
      expect(interrupted).toBe(1);
    }
  });

  it("is asked only at a terminal", () => {
    const { input, output } = tty();
    const pipe = new PassThrough();
    expect(terminalPrompt({ stdin: input, stderr: output })).toBeTypeOf("function");
    expect(terminalPrompt({ stdin: pipe, stderr: output })).toBeUndefined();
    expect(terminalPrompt({ stdin: input, stderr: pipe })).toBeUndefined();
  });
});

describe("a question with yes or no", () => {
  async function answered(...typed: readonly string[]) {
    const asked: string[] = [];
    const left = [...typed];
    const ask = (question: string) => {
      asked.push(question);
      const answer = left.shift();
      return answer === undefined ? Promise.reject(new Error("Ctrl-D")) : Promise.resolve(answer);
    };
    return { yes: await askYesNo({ ask }, "Sure? [y/N] "), asked: asked.length };
  }

  it.each(["y", "Y", "yes", " yes "])("is approved by %j", async (typed) => {
    expect(await answered(typed)).toEqual({ yes: true, asked: 1 });
  });

  it.each(["", "n", "No", "NO"])("is declined by %j", async (typed) => {
    expect(await answered(typed)).toEqual({ yes: false, asked: 1 });
  });

  it("is asked again after another answer, and declined in the end", async () => {
    expect(await answered("yesterday", "y")).toEqual({ yes: true, asked: 2 });
    expect(await answered("a", "b", "c", "y")).toEqual({ yes: false, asked: 3 });
  });

  it("is declined by Ctrl-D, and without a terminal", async () => {
    expect(await answered()).toEqual({ yes: false, asked: 1 });
    expect(await askYesNo({}, "Sure? [y/N] ")).toBe(false);
  });
});
