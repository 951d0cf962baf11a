/** `glrunner init` in a test: where it writes, what it is given, and what is typed, question by question. */
import { run } from "../../src/cli";

export interface Session {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** What is typed, question by question. @default nobody is there */
  readonly typed?: readonly string[];
}

export async function initAt(file: string, { args = [], env = {}, typed }: Session) {
  const out: string[] = [];
  const err: string[] = [];
  const asked: string[] = [];
  const left = [...(typed ?? [])];
  const ask = (question: string) => {
    asked.push(question);
    const answer = left.shift();
    return answer === undefined
      ? Promise.reject(new Error(`not typed: ${question}`))
      : Promise.resolve(answer);
  };
  const code = await run(
    ["init", "--output", file, ...args],
    { HOME: "/home/user", ...env },
    {
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      interactive: false,
      ...(typed !== undefined && { ask }),
    },
  );
  return { code, out: out.join(""), err: err.join(""), asked, left };
}
