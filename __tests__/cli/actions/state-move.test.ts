import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exitCodes, run } from "../../../src/cli";
import { takeLock } from "../../../src/run/locks/run-lock";

describe("glrunner state move", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function config(name: string, directory: string): string {
    const path = join(folder, name);
    const state = { backend: "local", directory: join(folder, directory) };
    writeFileSync(path, JSON.stringify({ name: "ci", region: "us-west-2", state }));
    return path;
  }

  it("is refused during a run, with the lock's holder and the next step", async () => {
    const lock = takeLock(join(folder, "here/ci.run"), "deploy", "other", new Date("2026-11-24T12:00:00Z"));
    const err: string[] = [];
    const code = await run(
      ["state", "move", "-c", config("from.yaml", "here"), "--to", config("to.yaml", "there")],
      // The emulator's key: modules are not fetched.
      { HOME: folder, AWS_ACCESS_KEY_ID: "loopback" },
      { out: () => undefined, err: (text) => err.push(text), interactive: false },
    );
    expect(code).toBe(exitCodes.failed);
    expect(err.join("")).toContain("deploy, since 2026-11-24T12:00:00.000Z");
    if (lock.ok) lock.release();
  });
});
