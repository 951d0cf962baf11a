/** `glrunner init` in a test: the file that it writes, its arguments, and what is typed, question by question. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { parse } from "yaml";
import { run } from "../../src/cli";

export interface Session {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** What is typed, question by question. @default no terminal */
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

/** A new folder for each test of the calling file. @returns the folder, and the file that `init` writes there */
export function useInitFolder() {
  const at = {
    folder: "",
    /** A test may name another one. @default glrunner.yaml in the folder */
    file: "",
    init: (session: Session) => initAt(at.file, session),
    written: (): unknown => parse(readFileSync(at.file, "utf8")),
  };
  beforeEach(() => {
    at.folder = mkdtempSync(join(tmpdir(), "glrunner-init-"));
    at.file = join(at.folder, "glrunner.yaml");
  });
  afterEach(() => {
    rmSync(at.folder, { recursive: true, force: true });
  });
  return at;
}
