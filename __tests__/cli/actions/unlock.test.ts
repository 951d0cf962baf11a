import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exitCodes } from "../../../src/cli";
import { describeProcess } from "../../../src/clients/system/process";
import { openTerraform, unsettledStacks } from "../../../src/run/journal/history";
import { openJournal, readJournal } from "../../../src/run/journal/journal";
import { runCli } from "../../support/run-cli";

const gone = { pid: 1, host: "an-earlier-session", boot: "another" };

describe("glrunner unlock", () => {
  let folder: string;
  let runs: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
    runs = join(folder, "states/ci.run");
    mkdirSync(runs, { recursive: true });
    const state = { backend: "local", directory: join(folder, "states") };
    writeFileSync(join(folder, "c.yaml"), JSON.stringify({ name: "ci", region: "us-west-2", state }));
    // A Terraform for which every backend answers and no state is locked.
    writeFileSync(join(folder, "terraform"), "#!/bin/sh\nexit 0\n");
    chmodSync(join(folder, "terraform"), 0o755);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const lock = () => join(runs, "run.lock");
  const heldBy = (process: object) => {
    const since = "2026-11-24T12:00:00.000Z";
    writeFileSync(lock(), JSON.stringify({ id: "one", command: "deploy", user: "ada", since, process }));
  };
  const glrunner = async (...words: string[]) => {
    const env = { HOME: folder, PATH: `${folder}:/usr/bin:/bin` };
    const { code, out, err } = await runCli([...words, "-c", join(folder, "c.yaml")], { env });
    return { code, text: err + out };
  };

  it("has nothing to do without a lock", async () => {
    expect(await glrunner("unlock")).toMatchObject({ code: exitCodes.ok });
  });

  it("shows the locks, and removes nothing without approval", async () => {
    heldBy(gone);
    const { code, text } = await glrunner("unlock");
    expect(code).toBe(exitCodes.cancelled);
    expect(text).toContain("ada on an-earlier-session, process 1");
    expect(text).toContain("glrunner unlock --yes");
    expect(existsSync(lock())).toBe(true);
  });

  it("removes a lost run's lock, and records that resources may be in no state", async () => {
    heldBy(gone);
    const journal = openJournal(runs, "one");
    const at = "2026-11-24T12:00:00.000Z";
    journal.write({ at, kind: "run-started", command: "deploy", stacks: ["vpc"] });
    journal.write({ at, kind: "terraform-started", stack: "vpc", process: gone, log: "none" });
    expect((await glrunner("resume", "--yes")).text).toContain("glrunner unlock");
    const { code, text } = await glrunner("unlock", "--yes");
    expect(code).toBe(exitCodes.ok);
    expect(text).toContain("started Terraform for vpc");
    expect(existsSync(lock())).toBe(false);
    expect(openTerraform(readJournal(runs))).toBeUndefined();
    expect(unsettledStacks(readJournal(runs))).toEqual(["vpc"]);
  });

  it("keeps the lock of a run in progress", async () => {
    heldBy(describeProcess(process.pid));
    expect(await glrunner("unlock", "--yes")).toMatchObject({ code: exitCodes.failed });
    expect(existsSync(lock())).toBe(true);
  });

  it("removes a lock file that is not a run's, which status names", async () => {
    mkdirSync(lock());
    expect((await glrunner("status")).text).toContain(lock());
    expect(await glrunner("unlock", "--yes")).toMatchObject({ code: exitCodes.ok });
    expect(existsSync(lock())).toBe(false);
  });
});
