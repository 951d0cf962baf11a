import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NewRunEvent } from "../../src/run/journal/events";
import { runFolder } from "../../src/run/journal/run-directory";
import { openJournal } from "../../src/run/journal/journal";
import { unfinished } from "../../src/run/resume";
import { stages } from "../../src/config/stages";
import { configOf } from "../support/synth";

describe("what there is to resume", () => {
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

  it("is nothing before the first run, and after one that came to its end", () => {
    expect(open()).toBeUndefined();
    write("one", "deploy", ended("done"));
    expect(open()).toBeUndefined();
  });

  it("is what a deploy has left to do, also after a resume that was lost too", () => {
    write("one", "deploy", done("vpc"));
    expect(open()).toBe("deploy eks addons runners");
    write("two", "resume", done("eks"), ended("failed"));
    expect(open()).toBe("deploy addons runners");
    write("three", "plan", ended("done"));
    expect(open()).toBe("deploy addons runners");
    write("four", "resume", ended("done"));
    expect(open()).toBeUndefined();
  });

  it("is all of a destroy, whose sweep comes last", () => {
    write("one", "deploy", ended("done"));
    write("two", "destroy", done("runners"), ended("failed"));
    expect(open()).toBe("destroy vpc eks addons runners");
  });

  it("is a deploy again when it failed after an earlier one had ended", () => {
    write("one", "deploy", ...stages.map(done), ended("done"));
    write("two", "deploy", done("vpc"), ended("failed"));
    expect(open()).toBe("deploy eks addons runners");
  });

  it("knows the Terraform that nobody saw end, however many runs were lost since, and what was lost before it", () => {
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
