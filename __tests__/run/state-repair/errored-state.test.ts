import { spawn } from "node:child_process";
import { once } from "node:events";
import fs, {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { StackSession } from "../../../src/run/context";
import { isRecorded, reserveDiskSpace, pushErroredState } from "../../../src/run/state-repair/errored-state";
import { repairStateFile } from "../../../src/run/state-repair/truncated-state";
import { UnusableState } from "../../../src/run/state-repair/unusable-state";
import { describeProcess } from "../../../src/clients/system/process";
import { withSpy } from "../../support/spied";
import { stackIn } from "../../support/run-context";

const state = (serial: number) => JSON.stringify({ version: 4, serial, lineage: "a", resources: [] });
const full = ["Failed to save state: Error saving state: write vpc.tfstate: no space left on device"];

let root: string;
let events: unknown[];
let stack: StackSession;
let file: string;
let errored: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "glrunner-saved-"));
  const folder = join(root, "stack");
  mkdirSync(folder);
  events = [];
  stack = stackIn(join(root, "run"), { name: "vpc", folder }, { emit: (event) => events.push(event) });
  file = join(root, "vpc.tfstate");
  errored = join(folder, "errored.tfstate");
  const backend = { local: { path: file } };
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ terraform: { backend } }));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** As on macOS. */
function withoutProc(use: () => void): void {
  const { readdirSync } = fs;
  const spy = vi.spyOn(fs, "readdirSync").mockImplementation((path) => {
    if (path === "/proc") throw new Error("ENOENT: no such file or directory, scandir '/proc'");
    return readdirSync(path, { withFileTypes: true, encoding: "buffer" });
  });
  withSpy(spy, use);
}

/** No system gives a process this number. */
const nobody = 2 ** 22 + 1;
const start = new Date(Date.now() - 60_000).toISOString();

/** As the run does right after it started Terraform. */
function applyWasLost(process = { pid: nobody, host: hostname() }): void {
  stack.run.journal.write({ at: start, kind: "terraform-started", stack: "vpc", process, log: "none" });
}
function applyEnded(): void {
  stack.run.journal.write({ at: start, kind: "terraform-ended", stack: "vpc" });
}

const readOnly = ({ run, ...rest }: StackSession): StackSession => ({
  ...rest,
  run: { ...run, command: "plan" },
});

interface Looked {
  readonly text: string | undefined;
  readonly refused?: string;
  readonly fix?: string;
}

function look(text: string, backup?: string): Looked {
  writeFileSync(file, text);
  if (backup !== undefined) writeFileSync(`${file}.backup`, backup);
  return lookAgain();
}

function lookAgain(): Looked {
  const now = () => (existsSync(file) ? readFileSync(file, "utf8") : undefined);
  try {
    repairStateFile(stack);
    return { text: now() };
  } catch (error) {
    if (!(error instanceof UnusableState)) throw error;
    return { text: now(), refused: error.message, fix: error.fix };
  }
}

/** Of the files that gave way. */
function copies(): string[] {
  const names = existsSync(stack.run.folder) ? readdirSync(stack.run.folder) : [];
  return names
    .filter((name) => name.endsWith(".tfstate"))
    .sort()
    .map((name) => readFileSync(join(stack.run.folder, name), "utf8"));
}

const cut = state(2).slice(0, 40);

describe("a local state that a killed apply of glrunner truncated", () => {
  beforeEach(() => {
    applyWasLost();
  });

  it("is replaced with the previous state, kept as a copy, and reported", () => {
    expect(look(cut, state(1))).toEqual({ text: state(1) });
    expect(copies()).toEqual([cut]);
    expect(events).toMatchObject([{ kind: "state-repaired", stack: "vpc" }]);
  });

  it("is kept under a different name each time", async () => {
    look(cut, state(1));
    await sleep(5);
    look(`${cut}2`, state(1));
    expect(copies()).toEqual([cut, `${cut}2`]);
  });

  it("is replaced with the previous state if the file is empty", () => {
    expect(look("", state(1)).text).toBe(state(1));
  });

  it("is removed if there was no previous state", () => {
    expect(look('{"version":').text).toBeUndefined();
    expect(look('{"version":', "").text).toBeUndefined();
  });

  it("is replaced even if the apply ended and saved the new state elsewhere", () => {
    writeFileSync(errored, state(2));
    applyEnded();
    expect(look(cut, state(1)).text).toBe(state(1));
  });

  it("is replaced at the target of a link, and the link stays", () => {
    const elsewhere = join(root, "elsewhere.tfstate");
    writeFileSync(elsewhere, cut);
    symlinkSync(elsewhere, file);
    writeFileSync(`${file}.backup`, state(1));
    expect(lookAgain()).toEqual({ text: state(1) });
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readFileSync(elsewhere, "utf8")).toBe(state(1));
  });

  it("is not changed while a Terraform works on it", async () => {
    const name = join(root, "terraform");
    copyFileSync("/bin/sleep", name);
    chmodSync(name, 0o755);
    const child = spawn(name, ["60"], { cwd: stack.folder });
    await once(child, "spawn");
    try {
      expect(look('{"version":', state(1))).toEqual({ text: '{"version":' });
    } finally {
      child.kill("SIGKILL");
      await once(child, "close");
    }
    expect(lookAgain().text).toBe(state(1));
  });

  it("is not changed while its lock exists and a Terraform may work on it", () => {
    const lock = join(root, ".vpc.tfstate.lock.info");
    writeFileSync(lock, "{}");
    withoutProc(() => {
      const { text, refused, fix } = look('{"version":', state(1));
      expect(text).toBe('{"version":');
      expect(refused).toContain(file);
      expect(fix).toContain(lock);
      rmSync(lock);
      expect(lookAgain().text).toBe(state(1));
    });
  });

  it.each([
    ["a backup of another state", state(2).slice(0, -1), state(1).replace('"a"', '"b"')],
    ["a backup that is cut off as well", cut, state(1).slice(0, 40)],
    [
      "marks of a merge conflict",
      `<<<<<<< HEAD\n${state(2)}\n=======\n${state(3)}\n>>>>>>> other\n`,
      state(1),
    ],
    ["a byte order mark", `\uFEFF${state(2)}`, state(1)],
    ["text after it", `${state(2)}${state(3)}`, state(1)],
    ["other JSON", '{"a":1}', state(1)],
    ["what is no JSON", "\0\0\0\0", state(1)],
  ])("is refused as it stands, with %s", (_, text, backup) => {
    const looked = look(text, backup);
    expect(looked.text).toBe(text);
    expect(looked.refused).toContain(file);
    expect(readFileSync(`${file}.backup`, "utf8")).toBe(backup);
    expect(copies()).toEqual([]);
  });

  it("is refused if it has a newer format", () => {
    const newer = state(2).replace('"version":4', '"version":5');
    expect(newer).not.toBe(state(2));
    const looked = look(newer, state(1));
    expect(looked.text).toBe(newer);
    expect(looked.refused).toContain("has format 5");
    expect(looked.fix).not.toContain("Replace");
  });

  it("is refused if it was not written after the apply began", () => {
    writeFileSync(file, cut);
    utimesSync(file, new Date(0), new Date(0));
    expect(lookAgain()).toMatchObject({ text: cut, refused: expect.stringContaining(file) as unknown });
  });

  it("is reported and not changed by a read-only command", () => {
    stack = readOnly(stack);
    expect(look(cut, state(1))).toMatchObject({
      text: cut,
      fix: expect.stringContaining("resume") as unknown,
    });
    expect(copies()).toEqual([]);
  });
});

describe("a local state that a killed apply of glrunner cannot have truncated", () => {
  const refused: unknown = expect.stringContaining("vpc.tfstate");

  it("is refused if the journal records no apply", () => {
    expect(look(cut, state(1))).toMatchObject({ text: cut, refused });
    expect(look("", state(1))).toMatchObject({ text: "", refused });
    expect(copies()).toEqual([]);
  });

  it("is refused if the last apply ended, or was of another stage", () => {
    applyWasLost();
    applyEnded();
    expect(look(cut, state(1))).toMatchObject({ text: cut, refused });
    const line = { at: start, kind: "terraform-started", stack: "eks", log: "none" } as const;
    stack.run.journal.write({ ...line, process: { pid: nobody, host: hostname() } });
    expect(look(cut, state(1))).toMatchObject({ text: cut, refused });
  });

  it("is refused while the apply may still run", () => {
    applyWasLost(describeProcess(process.pid));
    expect(look(cut, state(1))).toMatchObject({ text: cut, refused });
  });

  it("is refused if it is a folder, or a broken link", () => {
    mkdirSync(file);
    expect(() => {
      repairStateFile(stack);
    }).toThrow(file);
    rmSync(file, { recursive: true });
    symlinkSync(join(root, "nothing"), file);
    expect(lookAgain()).toMatchObject({ refused });
  });

  it("is not changed if it is complete, or empty before the first deploy", () => {
    expect(look("")).toEqual({ text: "" });
    expect(look(state(2), state(1))).toEqual({ text: state(2) });
  });
});

describe("a state that Terraform saved elsewhere", () => {
  it("is not pushed by a read-only command", async () => {
    writeFileSync(errored, state(2));
    await expect(pushErroredState(readOnly(stack))).rejects.toThrow(UnusableState);
    expect(readFileSync(errored, "utf8")).toBe(state(2));
  });

  it("is moved aside if it is incomplete, to free its path", async () => {
    writeFileSync(errored, cut);
    expect(() => reserveDiskSpace(stack)).toThrow(UnusableState);
    await pushErroredState(readOnly(stack));
    expect(readFileSync(errored, "utf8")).toBe(cut);
    await pushErroredState(stack);
    expect(copies()).toEqual([cut]);
    expect(events).toMatchObject([{ kind: "state-repaired" }]);
    reserveDiskSpace(stack)();
  });
});

describe("reserved disk space for a state", () => {
  it("is released if it was not needed, unless it holds a state", () => {
    const unused = reserveDiskSpace(stack);
    expect(readFileSync(errored).length).toBe(8 * 1024 * 1024);
    expect(isRecorded(stack, full)).toBe(false);
    unused();
    expect(existsSync(errored)).toBe(false);
    const used = reserveDiskSpace(stack);
    writeFileSync(errored, state(2));
    used();
    expect(readFileSync(errored, "utf8")).toBe(state(2));
    expect(isRecorded(stack, full)).toBe(true);
    expect(() => reserveDiskSpace(stack)).toThrow(UnusableState);
  });

  it("is not needed after an error that leaves the state unchanged", () => {
    expect(isRecorded(stack, ["creating EC2 VPC: VpcLimitExceeded"])).toBe(true);
    expect(isRecorded(stack, full)).toBe(false);
    writeFileSync(errored, state(2).slice(0, 20));
    expect(isRecorded(stack, full)).toBe(false);
  });
});
