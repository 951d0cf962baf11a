/**
 * Asks the user at the terminal. Questions go to stderr, because stdout holds only the result.
 *
 * Text typed before a question is not an answer to it: a `y` typed while Terraform was planning must not approve a plan
 * that nobody has read. So each question first discards the waiting input.
 */
import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Terminal } from "./terminal";

type Ask = NonNullable<Terminal["ask"]>;

interface PromptStreams {
  /** A terminal if it has `setRawMode`. */
  readonly input: NodeJS.ReadableStream & { setRawMode?: (raw: boolean) => unknown };
  readonly output: NodeJS.WritableStream;
  /** Called by Ctrl-C at a question, which a terminal in raw mode delivers as a character. */
  readonly onInterrupt?: () => void;
}

interface StandardStreams {
  readonly stdin: PromptStreams["input"] & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** Asks on these streams. The answer is a line. @throws if Ctrl-C, Ctrl-D or the signal ends the question */
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
    // Newer versions of Node reject the answer of a closed question. Older ones never settle it.
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

/** Milliseconds of silence after which a terminal has delivered everything that was typed. */
const quietMs = 25;
/** Rounds after which the question appears in any case, because a program may type without a pause. */
const maxRounds = 40;

/**
 * Reads and discards the waiting input. Uses raw mode, because a terminal otherwise holds back an unfinished line.
 * @returns whether it contained Ctrl-C, which is a character in raw mode
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

/** How often to ask a user who answers neither yes nor no. */
const maxTries = 3;

/** Asks for yes or no. Enter, Ctrl-D, Ctrl-C and a missing terminal mean no. */
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

/** Asks at the terminal of this process. Undefined if stdin or stderr is not a terminal, so that nobody can answer. */
export function terminalPrompt(
  { stdin, stderr }: StandardStreams,
  onInterrupt?: () => void,
): Ask | undefined {
  return stdin.isTTY && stderr.isTTY ? promptOn({ input: stdin, output: stderr, onInterrupt }) : undefined;
}
