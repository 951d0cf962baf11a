import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NewRunEvent } from "../../src/run/journal/events";
import { runFolder } from "../../src/run/journal/run-directory";
import { unsettledStacks } from "../../src/run/journal/history";
import { openJournal, readJournal } from "../../src/run/journal/journal";
import { describeProcess } from "../../src/clients/system/process";
import { resume, unfinished } from "../../src/run/resume";
import { planText } from "../review/plans";
import { noCluster } from "../support/scripted-aws";
import { plansChanges, prints, succeeds } from "../support/scripted-commands";
import { scriptedRun, type ScriptedRun } from "../support/scripted-run";
import { stages } from "../../src/config/stages";
import { configOf } from "../support/synth";

describe("the work that a resume finds", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
  });

  const config = () =>
    configOf({
      name: "ci",
      region: "us-west-2",
      state: { backend: "local", directory: join(home, "state") },
    });
  const stacks = stages.map((name) => ({ name, folder: `/${name}` }));
  const open = () => {
    const found = unfinished({ config: config(), home, stacks });
    return found && [found.command, ...found.stacks.map(({ name }) => name)].join(" ");
  };
  function write(run: string, command: "deploy" | "destroy" | "resume" | "plan", ...events: NewRunEvent[]) {
    const journal = openJournal(runFolder(config(), home), run);
    const all: NewRunEvent[] = [{ kind: "run-started", command, stacks: [...stages] }, ...events];
    for (const event of all) journal.write({ at: "2026-11-24T12:00:00Z", ...event });
  }
  const done = (stack: string): NewRunEvent => ({
    ...{ kind: "stack-done", stack, add: 1, change: 0, remove: 0, seconds: 1 },
  });
  const ended = (outcome: "done" | "failed"): NewRunEvent => ({ kind: "run-ended", outcome, seconds: 1 });

  it("is nothing before the first run, and after a completed run", () => {
    expect(open()).toBeUndefined();
    write("one", "deploy", ended("done"));
    expect(open()).toBeUndefined();
  });

  it("is the rest of a deploy, also after a resume that was lost", () => {
    write("one", "deploy", done("vpc"));
    expect(open()).toBe("deploy eks addons runners");
    write("two", "resume", done("eks"), ended("failed"));
    expect(open()).toBe("deploy addons runners");
    write("three", "plan", ended("done"));
    expect(open()).toBe("deploy addons runners");
    write("four", "resume", ended("done"));
    expect(open()).toBeUndefined();
  });

  it("is the whole destroy, which ends with a sweep", () => {
    write("one", "deploy", ended("done"));
    write("two", "destroy", done("runners"), ended("failed"));
    expect(open()).toBe("destroy vpc eks addons runners");
  });

  it("is a failed deploy after an earlier one that was completed", () => {
    write("one", "deploy", ...stages.map(done), ended("done"));
    write("two", "deploy", done("vpc"), ended("failed"));
    expect(open()).toBe("deploy eks addons runners");
  });

  it("includes the Terraform without a recorded end, and the stacks that were lost before it", () => {
    const found = () => unfinished({ config: config(), home, stacks });
    const terraform = (run: string, stack: string, pid: number) => {
      const process = { pid, started: "1", host: "here" };
      const at = "2026-11-24T12:00:01Z";
      const journal = openJournal(runFolder(config(), home), run);
      journal.write({ at, kind: "terraform-started", stack, process, log: `/${stack}` });
    };
    write("one", "deploy");
    terraform("one", "vpc", 1);
    write("two", "resume");
    expect(found()).toMatchObject({ terraform: { stack: "vpc" }, unsettled: ["vpc"], unsettledBefore: [] });
    terraform("two", "vpc", 2);
    write("three", "resume");
    expect(found()).toMatchObject({ terraform: { process: { pid: 2 } }, unsettledBefore: ["vpc"] });
    write("four", "resume", done("vpc"), ended("failed"));
    expect(found()).toMatchObject({ unsettled: [], unsettledBefore: [] });
  });
});

describe("a resume", () => {
  let run: ScriptedRun;
  beforeEach(async () => {
    run = await scriptedRun(["vpc", "runners"]);
    run.aws.answers.set("GET /clusters/ci", noCluster);
  });
  afterEach(async () => {
    run.commands.expectDone();
    await run.close();
  });

  const at = "2026-11-24T12:00:00Z";
  /** @param log of the Terraform that was lost; where it says that everything was done, nothing is lost */
  function loseTerraform(log: string) {
    const file = join(run.folder, "lost.log");
    const journal = openJournal(run.folder, "lost");
    // Of an earlier start of this machine.
    const process = { ...describeProcess(1), boot: "before" };
    writeFileSync(file, log);
    journal.write({ at, kind: "run-started", command: "deploy", stacks: ["vpc", "runners"] });
    journal.write({ at, kind: "stack-done", stack: "vpc", add: 1, change: 0, remove: 0, seconds: 1 });
    journal.write({ at, kind: "terraform-started", stack: "runners", process, log: file });
  }
  const finished = JSON.stringify({
    type: "change_summary",
    changes: { add: 1, change: 0, remove: 0, operation: "apply" },
  });

  it("does nothing after a completed run", async () => {
    expect(await resume(run.options)).toEqual({ ok: true, stacks: [], seconds: 0 });
  });

  it("deploys the remaining stages, and reconciles the stage in which Terraform was lost", async () => {
    loseTerraform("");
    run.commands.script(
      ...([
        ["init", succeeds],
        ["plan", plansChanges],
        ["show", prints(planText({}))],
      ] as const),
      ...([
        ["state pull", prints("")],
        ["state pull", prints("")],
        ["apply", succeeds],
      ] as const),
    );
    expect(await resume(run.options)).toMatchObject({ ok: true, stacks: [{ stack: "runners" }] });
  });

  it.each([
    ["journal-newer", { kind: "run-started", format: 2, version: "9.1.0" }],
    ["journal-unreadable", { kind: "run-paused" }],
  ])("starts nothing on a journal that this version does not understand: %s", async (code, line) => {
    loseTerraform("");
    appendFileSync(join(run.folder, "journal.jsonl"), `${JSON.stringify({ run: "newer", at, ...line })}\n`);
    expect(await resume(run.options)).toMatchObject({ ok: false, failure: { code } });
  });

  it("does not reconcile if Terraform finished without the run", async () => {
    loseTerraform(finished);
    // A reconciliation would read the plan.
    run.commands.script(["init", succeeds], ["plan", succeeds]);
    expect(await resume(run.options)).toMatchObject({ ok: true, stacks: [{ stack: "runners" }] });
    expect(unsettledStacks(readJournal(run.folder))).toEqual([]);
  });

  it("ends at once when it is interrupted while it waits for a Terraform that still runs", async () => {
    loseTerraform("");
    const journal = openJournal(run.folder, "lost");
    const terraform = { stack: "runners", process: describeProcess(process.pid), log: "/runners.log" };
    journal.write({ at, kind: "terraform-started", ...terraform });
    const pause = () => {
      run.interruption.abort();
      return Promise.resolve();
    };
    expect(await resume({ ...run.options, pause })).toMatchObject({
      ...{ ok: false, interrupted: true },
      failure: { errors: ["Interrupted by you"] },
    });
    expect(run.events.map(({ kind }) => kind)).toContain("waiting");
  });
});
