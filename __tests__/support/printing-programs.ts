/**
 * Lets `check` and `bootstrap` find programs in a test's own PATH without starting them. A program may only be
 * a shell script of the form `echo '...'`; its text is the output. A process takes milliseconds of CPU for each program,
 * and these commands look for four of them.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, vi } from "vitest";
import { thisMachine } from "../../src/check/machine/reader";
import type { RunCommand } from "../../src/clients/system/command";

const execute: RunCommand = ([program], { env }) => {
  const folders = program.includes("/") ? [""] : (env.PATH ?? "").split(":").filter((each) => each !== "");
  const file = folders.map((folder) => join(folder, program)).find((each) => existsSync(each));
  if (file === undefined) return Promise.resolve({ status: undefined, stdout: "", stderr: "" });
  const [, text] = /^#!\/bin\/sh\necho '([^']*)'\n$/.exec(readFileSync(file, "utf8")) ?? [];
  if (text === undefined) throw new Error(`${file} does more than print a text`);
  return Promise.resolve({ status: 0, stdout: `${text}\n`, stderr: "" });
};

/** For all tests of the calling file. */
export function usePrintingPrograms(): void {
  beforeEach(() => {
    vi.spyOn(thisMachine, "execute").mockImplementation(execute);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
}
