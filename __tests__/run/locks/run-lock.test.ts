import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockHolder, takeLock } from "../../../src/run/locks/run-lock";
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

  it("refuses the second, and says who holds it", () => {
    const first = takeLock(folder, "deploy", "one", now);
    const second = takeLock(folder, "destroy", "two", now);
    expect(second).toMatchObject({
      ok: false,
      holder: {
        id: "one",
        command: "deploy",
        since: "2026-11-24T12:00:00.000Z",
        process: { pid: process.pid },
      },
    });
    expect(lockHolder(folder)?.id).toBe("one");
    if (first.ok) first.release();
    expect(lockHolder(folder)).toBeUndefined();
    expect(takeLock(folder, "destroy", "two", now).ok).toBe(true);
  });

  it("is taken over from a process that is gone", async () => {
    const child = spawn("true");
    const gone = describeProcess(child.pid ?? 0);
    await new Promise((resolve) => child.once("close", resolve));
    heldBy(gone);
    expect(takeLock(folder, "resume", "two", now).ok).toBe(true);
    expect(lockHolder(folder)?.id).toBe("two");
    expect(readdirSync(folder)).toEqual(["run.lock"]);
  });

  it("is taken over when another process has the same number, or the machine was started anew", () => {
    heldBy({ ...describeProcess(process.pid), started: "1" });
    expect(takeLock(folder, "deploy", "two", now).ok).toBe(true);
    heldBy({ ...describeProcess(process.pid), boot: "another" });
    expect(takeLock(folder, "deploy", "three", now).ok).toBe(true);
  });

  it("is left alone when its holder is on another machine", () => {
    heldBy({ pid: 1, host: "elsewhere" });
    expect(takeLock(folder, "deploy", "two", now)).toMatchObject({ ok: false, holder: { id: "other" } });
  });

  it("is released by its holder only", () => {
    const first = takeLock(folder, "deploy", "one", now);
    heldBy({ pid: 1, host: "elsewhere" });
    if (first.ok) first.release();
    expect(JSON.parse(readFileSync(join(folder, "run.lock"), "utf8"))).toMatchObject({ id: "other" });
  });

  it("is never guessed at", () => {
    writeFileSync(join(folder, "run.lock"), "?");
    expect(() => takeLock(folder, "deploy", "one", now)).toThrow("is no lock of a run");
  });
});
