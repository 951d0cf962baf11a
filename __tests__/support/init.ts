/** Runs `glrunner init` in a test with arguments and answers, and reads the file that it writes. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { parse } from "yaml";
import { runCli } from "./run-cli";

/** How a test runs `glrunner init`. */
export interface InitOptions {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** The answers to the questions, in order. @default there is no terminal */
  readonly typed?: readonly string[];
}

/** Runs `init`. @returns its result, the questions that it asked, and the answers that it did not need */
export async function initAt(file: string, { args = [], env = {}, typed }: InitOptions) {
  const asked: string[] = [];
  const left = [...(typed ?? [])];
  const ask = (question: string) => {
    asked.push(question);
    const answer = left.shift();
    return answer === undefined
      ? Promise.reject(new Error(`no answer to: ${question}`))
      : Promise.resolve(answer);
  };
  const result = await runCli(["init", "--output", file, ...args], {
    env: { HOME: "/home/user", ...env },
    ...(typed !== undefined && { ask }),
  });
  return { ...result, asked, left };
}

/**
 * Creates a folder before each test of the calling file, and removes it after the test.
 * @returns the folder, the file that `init` writes there, and functions to run `init` and to read the file
 */
export function useInitFolder() {
  const at = {
    folder: "",
    /** The output file; a test may change it. @default glrunner.yaml in the folder */
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
