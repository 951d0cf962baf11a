import { spawn } from "node:child_process";
import { once } from "node:events";
import fs, {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { StackSession } from "../../src/run/context";
import { isRecorded, keepRoom, mendStateFile } from "../../src/run/errored-state";
import { spied } from "../support/spied";
import { stackIn } from "../support/run-context";

const state = (serial: number) => JSON.stringify({ version: 4, serial, lineage: "a", resources: [] });
const full = ["Failed to save state: Error saving state: write vpc.tfstate: no space left on device"];

let root: string;
let stack: StackSession;
let file: string;
let errored: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "glrunner-saved-"));
  const folder = join(root, "stack");
  mkdirSync(folder);
  stack = stackIn(join(root, "run"), { name: "vpc", folder });
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
  spied(spy, use);
}

describe("the file of a local state", () => {
  const mended = (text: string, backup?: string) => {
    writeFileSync(file, text);
    if (backup !== undefined) writeFileSync(`${file}.backup`, backup);
    mendStateFile(stack);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };

  it("gives way to the one before it when it was cut off, and is kept", () => {
    const cut = state(2).slice(0, 20);
    expect(mended(cut, state(1))).toBe(state(1));
    expect(readFileSync(join(stack.run.folder, "vpc.cut-off.tfstate"), "utf8")).toBe(cut);
  });

  it("gives way to the one before it when nothing of it was written", () => {
    expect(mended("", state(1))).toBe(state(1));
  });

  it("gives way to none when there was none", () => {
    expect(mended('{"version":')).toBeUndefined();
    expect(mended('{"version":', "")).toBeUndefined();
  });

  it("stays while a Terraform works on it", async () => {
    const name = join(root, "terraform");
    copyFileSync("/bin/sleep", name);
    chmodSync(name, 0o755);
    const child = spawn(name, ["60"], { cwd: stack.folder });
    await once(child, "spawn");
    try {
      expect(mended('{"version":', state(1))).toBe('{"version":');
    } finally {
      child.kill("SIGKILL");
      await once(child, "close");
    }
    expect(mended('{"version":', state(1))).toBe(state(1));
  });

  it("stays where nobody can tell whether a Terraform works on it, as long as that one's lock is there", () => {
    const lock = join(root, ".vpc.tfstate.lock.info");
    writeFileSync(lock, "{}");
    withoutProc(() => {
      expect(() => mended('{"version":', state(1))).toThrow(
        `${file} is cut off, and this system does not tell whether a Terraform still writes it: when none does, remove ${lock} and run glrunner resume`,
      );
      expect(readFileSync(file, "utf8")).toBe('{"version":');
      rmSync(lock);
      expect(mended('{"version":', state(1))).toBe(state(1));
    });
  });

  it("stays when it is whole, or empty because nothing was deployed yet", () => {
    expect(mended("")).toBe("");
    expect(mended(state(2), state(1))).toBe(state(2));
  });
});

describe("room for a state", () => {
  it("is given back when it was not needed, and not once a state is in it", () => {
    const unused = keepRoom(stack);
    expect(readFileSync(errored).length).toBe(8 * 1024 * 1024);
    expect(isRecorded(stack, full)).toBe(false);
    unused();
    expect(existsSync(errored)).toBe(false);
    const used = keepRoom(stack);
    writeFileSync(errored, state(2));
    used();
    expect(readFileSync(errored, "utf8")).toBe(state(2));
    expect(isRecorded(stack, full)).toBe(true);
    expect(() => keepRoom(stack)).toThrow("holds a state that could not be written");
  });

  it("is needed by no error that leaves the state as it is", () => {
    expect(isRecorded(stack, ["creating EC2 VPC: VpcLimitExceeded"])).toBe(true);
    expect(isRecorded(stack, full)).toBe(false);
    writeFileSync(errored, state(2).slice(0, 20));
    expect(isRecorded(stack, full)).toBe(false);
  });
});
