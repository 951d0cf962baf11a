/**
 * Lets `check` and `bootstrap` find programs on the PATH of a test without starting a process. Each program must be a shell
 * script of the form `echo '...'`. A process would take milliseconds of CPU, and these commands look for four programs.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, vi } from "vitest";
import { thisMachine } from "../../src/check/machine/reader";
import type { RunCommand } from "../../src/clients/system/command";

const execute: RunCommand = ([program], { env }) => {
  const folders = program.includes("/")
    ? [""]
    : (env.PATH ?? "").split(":").filter((folder) => folder !== "");
  const file = folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
  if (file === undefined) return Promise.resolve({ status: undefined, stdout: "", stderr: "" });
  const [, text] = /^#!\/bin\/sh\necho '([^']*)'\n$/.exec(readFileSync(file, "utf8")) ?? [];
  if (text === undefined) throw new Error(`${file} does more than print a text`);
  return Promise.resolve({ status: 0, stdout: `${text}\n`, stderr: "" });
};

/** Replaces the function that starts programs, for all tests of the calling file. */
export function usePrintingPrograms(): void {
  beforeEach(() => {
    vi.spyOn(thisMachine, "execute").mockImplementation(execute);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
}
