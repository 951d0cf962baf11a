/**
 * Questions to the person at the terminal, on stderr, so that stdout holds the result alone.
 *
 * What was typed before a question is shown is no answer to it: a `y` typed while Terraform was planning must not
 * approve a plan that nobody has read. So the input is emptied before each question.
 */
import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Terminal } from "./terminal";

type Ask = NonNullable<Terminal["ask"]>;

interface PromptStreams {
  /** With `setRawMode`, a terminal. */
  readonly input: NodeJS.ReadableStream & { setRawMode?: (raw: boolean) => unknown };
  readonly output: NodeJS.WritableStream;
  /** Called by Ctrl-C at a question, which a terminal in raw mode delivers as a character. */
  readonly onInterrupt?: () => void;
}

interface StandardStreams {
  readonly stdin: PromptStreams["input"] & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/**
 * Asks on these streams. The answer is a line without its end.
 * @throws when Ctrl-C, Ctrl-D or the signal ends the question: the caller then does nothing
 */
export function promptOn({ input, output, onInterrupt }: PromptStreams): Ask {
  return async (question, signal) => {
    if (await discardTyped(input)) {
      onInterrupt?.();
      throw new Error(stopped);
    }
    const lines = createInterface({ input, output });
    const leave = () => {
      lines.close();
    };
    const closed = new Promise<never>((_, reject) => {
      lines.once("close", () => {
        reject(new Error(stopped));
      });
    });
    if (onInterrupt) lines.once("SIGINT", onInterrupt).once("SIGINT", leave);
    signal?.addEventListener("abort", leave);
    if (signal?.aborted === true) leave();
    // Newer versions of Node reject the answer of a closed question, older ones never settle it.
    const answer = lines.question(question).catch(() => closed);
    try {
      return await Promise.race([answer, closed]);
    } finally {
      signal?.removeEventListener("abort", leave);
      leave();
    }
  };
}

const stopped = "stopped at a question";
const ctrlC = "\u0003";

/** Milliseconds without a character after which a terminal has delivered all that was typed. */
const quietMs = 25;
/** Rounds of that after which the question is shown in any case: a program may type without a pause. */
const maxRounds = 40;

/**
 * Reads and drops what waits in the input. In raw mode, since a terminal keeps an unfinished line back otherwise.
 * @returns whether Ctrl-C was among it, which in raw mode is a character
 */
async function discardTyped(input: PromptStreams["input"]): Promise<boolean> {
  if (input.setRawMode === undefined) return false;
  let dropped = true;
  let interrupted = false;
  const drop = (typed: Buffer | string) => {
    dropped = true;
    interrupted ||= typed.toString().includes(ctrlC);
  };
  input.setRawMode(true);
  input.on("data", drop);
  input.resume();
  for (let round = 0; dropped && round < maxRounds; round += 1) {
    dropped = false;
    await sleep(quietMs);
  }
  input.pause();
  input.off("data", drop);
  input.setRawMode(false);
  return interrupted;
}

/** A person who answers neither yes nor no is asked again, but not for ever. */
const maxTries = 3;

/** Yes or no. Enter, Ctrl-D, Ctrl-C, and nobody at the terminal mean no. */
export async function askYesNo(
  { ask }: Pick<Terminal, "ask">,
  question: string,
  signal?: AbortSignal,
): Promise<boolean> {
  let text = question;
  for (let tries = 0; ask !== undefined && tries < maxTries; tries += 1) {
    const answer = (await ask(text, signal).catch(() => "")).trim();
    if (/^y(es)?$/i.test(answer)) return true;
    if (/^(no?)?$/i.test(answer)) return false;
    text = `Answer y or n. ${question}`;
  }
  return false;
}

/** Undefined where nobody could answer, because one of the streams is no terminal. */
export function terminalPrompt(
  { stdin, stderr }: StandardStreams,
  onInterrupt?: () => void,
): Ask | undefined {
  return stdin.isTTY && stderr.isTTY ? promptOn({ input: stdin, output: stderr, onInterrupt }) : undefined;
}
