/** `glrunner init` in a test: the file that it writes, its arguments, and the answers to its questions. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { parse } from "yaml";
import { runCli } from "./run-cli";

export interface InitOptions {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** The answers to the questions, one after the other. @default no terminal */
  readonly typed?: readonly string[];
}

export async function initAt(file: string, { args = [], env = {}, typed }: InitOptions) {
  const asked: string[] = [];
  const left = [...(typed ?? [])];
  const ask = (question: string) => {
    asked.push(question);
    const answer = left.shift();
    return answer === undefined
      ? Promise.reject(new Error(`not typed: ${question}`))
      : Promise.resolve(answer);
  };
  const result = await runCli(["init", "--output", file, ...args], {
    env: { HOME: "/home/user", ...env },
    ...(typed !== undefined && { ask }),
  });
  return { ...result, asked, left };
}

/** A new folder for each test of the calling file. @returns the folder, and the file that `init` writes there */
export function useInitFolder() {
  const at = {
    folder: "",
    /** A test may name another one. @default glrunner.yaml in the folder */
    file: "",
    init: (session: InitOptions) => initAt(at.file, session),
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
