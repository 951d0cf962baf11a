/** Questions to whoever sits at the terminal: on stderr, so that stdout holds the result alone. */
import { createInterface } from "node:readline/promises";
import type { Terminal } from "./command-context";

type Ask = NonNullable<Terminal["ask"]>;

interface Streams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

interface Shell {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** Ctrl-C, Ctrl-D and an interruption are no answer: whoever asked is told by an error, and does nothing. */
export function askOn(streams: Streams): Ask {
  return async (question, signal) => {
    const lines = createInterface(streams);
    const leave = () => {
      lines.close();
    };
    const closed = new Promise<never>((_, reject) => {
      lines.once("close", () => {
        reject(new Error("stopped at a question"));
      });
    });
    signal?.addEventListener("abort", leave);
    if (signal?.aborted === true) leave();
    // Newer Nodes reject what is closed in words of their own, older ones leave it open.
    const answer = lines.question(question).catch(() => closed);
    try {
      return await Promise.race([answer, closed]);
    } finally {
      signal?.removeEventListener("abort", leave);
      leave();
    }
  };
}

/** A yes; whatever else is answered, and nobody to answer, is no. */
export async function asked(
  { ask }: Pick<Terminal, "ask">,
  question: string,
  signal?: AbortSignal,
): Promise<boolean> {
  if (ask === undefined) return false;
  return /^y(es)?$/i.test((await ask(question, signal).catch(() => "")).trim());
}

/** Undefined where nobody could answer. */
export function askHere({ stdin, stderr }: Shell): Ask | undefined {
  return stdin.isTTY && stderr.isTTY ? askOn({ input: stdin, output: stderr }) : undefined;
}
