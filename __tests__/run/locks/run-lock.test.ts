import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inspectLock, removeLock, takeLock } from "../../../src/run/locks/run-lock";
import { describeProcess } from "../../../src/clients/system/process";

const now = new Date("2026-11-24T12:00:00Z");

describe("the lock of a run", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function heldBy(process: object) {
    const holder = { id: "other", command: "deploy", user: "ada", since: now.toISOString(), process };
    writeFileSync(join(folder, "run.lock"), JSON.stringify(holder));
  }

  it("refuses a second run, and names the holder", () => {
    const first = takeLock(folder, "deploy", "one", now);
    const second = takeLock(folder, "destroy", "two", now);
    expect(second).toMatchObject({ ok: false });
    expect(second.ok ? "" : second.message).toMatch(`deploy, since 2026-11-24T12:00:00.000Z`);
    expect(inspectLock(folder)).toMatchObject({ is: "working", holder: { id: "one" } });
    if (first.ok) first.release();
    expect(inspectLock(folder)).toEqual({ is: "free" });
    expect(takeLock(folder, "destroy", "two", now).ok).toBe(true);
  });

  it("is taken over from a process that has ended", async () => {
    const child = spawn("true");
    const gone = describeProcess(child.pid ?? 0);
    await new Promise((resolve) => child.once("close", resolve));
    heldBy(gone);
    expect(takeLock(folder, "resume", "two", now).ok).toBe(true);
    expect(inspectLock(folder)).toMatchObject({ holder: { id: "two" } });
    expect(readdirSync(folder)).toEqual(["run.lock"]);
  });

  it("is taken over if another process has the same id, or the machine was restarted", () => {
    heldBy({ ...describeProcess(process.pid), started: "1" });
    expect(takeLock(folder, "deploy", "two", now).ok).toBe(true);
    heldBy({ ...describeProcess(process.pid), boot: "another" });
    expect(takeLock(folder, "deploy", "three", now).ok).toBe(true);
  });

  it("is kept if its holder is on another machine, with the next step", () => {
    heldBy({ pid: 1, host: "elsewhere", boot: "another" });
    const lock = takeLock(folder, "deploy", "two", now);
    expect(lock.ok ? "" : lock.fix).toContain("glrunner unlock");
    expect(inspectLock(folder)).toMatchObject({ is: "unknown", holder: { id: "other" } });
  });

  it("is taken over from an ended process of this machine, under any earlier host name", async () => {
    const child = spawn("true");
    const gone = describeProcess(child.pid ?? 0);
    await new Promise((resolve) => child.once("close", resolve));
    heldBy({ ...gone, host: "an-earlier-name" });
    expect(takeLock(folder, "resume", "two", now).ok).toBe(true);
  });

  it("is released only by its holder", () => {
    const first = takeLock(folder, "deploy", "one", now);
    heldBy({ pid: 1, host: "elsewhere" });
    if (first.ok) first.release();
    expect(JSON.parse(readFileSync(join(folder, "run.lock"), "utf8"))).toMatchObject({ id: "other" });
  });

  it.each([
    [
      "text",
      () => {
        writeFileSync(join(folder, "run.lock"), "?");
      },
    ],
    [
      "a folder",
      () => {
        mkdirSync(join(folder, "run.lock"));
      },
    ],
    [
      "a link to nothing",
      () => {
        symlinkSync(join(folder, "nothing"), join(folder, "run.lock"));
      },
    ],
    [
      "a link to itself",
      () => {
        symlinkSync("run.lock", join(folder, "run.lock"));
      },
    ],
  ])("is never guessed at, and ends no run in a loop: %s", (_, make) => {
    make();
    const lock = takeLock(folder, "deploy", "one", now);
    expect(lock.ok ? "" : lock.message).toContain(join(folder, "run.lock"));
    expect(inspectLock(folder)).toMatchObject({ is: "unreadable" });
    expect(readdirSync(folder)).toEqual(["run.lock"]);
    removeLock(folder);
    expect(takeLock(folder, "deploy", "one", now).ok).toBe(true);
  });

  it("removes the drafts of killed processes, and keeps those of running ones", () => {
    const draft = (name: string, process: object | string, minutes = 0) => {
      const holder = { id: name, command: "deploy", user: "ada", since: now.toISOString(), process };
      const file = join(folder, `run.lock.${name}`);
      writeFileSync(file, typeof process === "string" ? process : JSON.stringify(holder));
      const time = new Date(Date.now() - minutes * 60_000);
      utimesSync(file, time, time);
    };
    draft("ended", { ...describeProcess(process.pid), started: "1" });
    draft("ended.dead", { ...describeProcess(process.pid), started: "1" });
    draft("half-old", "{", 90);
    draft("half-new", "{");
    draft("working", describeProcess(process.pid));
    draft("elsewhere", { pid: 1, host: "elsewhere", boot: "another" });
    expect(takeLock(folder, "deploy", "one", now).ok).toBe(true);
    expect(readdirSync(folder).sort()).toEqual([
      "run.lock",
      "run.lock.elsewhere",
      "run.lock.half-new",
      "run.lock.working",
    ]);
  });
});
