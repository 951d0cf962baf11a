import { mkdtempSync, rmSync, appendFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NewRunEvent } from "../../../src/run/journal/events";
import { runsOf, unsettledStacks } from "../../../src/run/journal/history";
import { openJournal, readJournal } from "../../../src/run/journal/journal";
import { describeProcess } from "../../../src/clients/system/process";

const at = "2026-11-24T12:00:00Z";
const about = { stack: "vpc", address: "aws_vpc.a", action: "create" } as const;

describe("the journal", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const process = { ...describeProcess(1) };
  const started = { at, kind: "terraform-started", stack: "vpc", process, log: "/log" } as const;
  const ended = { at, kind: "terraform-ended", stack: "vpc" } as const;
  function write(run: string, ...events: (NewRunEvent | typeof started | typeof ended)[]) {
    const journal = openJournal(folder, run);
    for (const event of events) journal.write({ at, ...event });
  }
  const begun: NewRunEvent[] = [
    { kind: "run-started", command: "deploy", stacks: ["vpc", "eks"] },
    { kind: "stack-started", stack: "vpc", attempt: 1 },
  ];

  it("shows how far a killed run came, and the changes in progress", () => {
    write("one", ...begun, started, { kind: "resource-started", ...about });
    expect(runsOf(readJournal(folder))).toEqual([
      {
        ...{
          run: "one",
          command: "deploy",
          started: at,
          ended: undefined,
        },
        stacks: [
          { stack: "vpc", state: "running", at, attempt: 1, destroys: false, errors: [] },
          { stack: "eks", state: "waiting", attempt: 0, destroys: false, errors: [] },
        ],
        inFlight: [{ stack: "vpc", address: "aws_vpc.a", action: "create", since: at }],
      },
    ]);
  });

  it("reports how a run ended", () => {
    const failed: NewRunEvent = { kind: "stack-failed", stack: "vpc", errors: ["no"] };
    write("one", ...begun, started, ended, failed, { kind: "run-ended", outcome: "failed", seconds: 3 });
    expect(runsOf(readJournal(folder))).toMatchObject([
      {
        ended: { outcome: "failed" },
        stacks: [{ state: "failed", errors: ["no"] }, { state: "waiting" }],
        inFlight: [],
      },
    ]);
  });

  it("skips a truncated line, and begins the next on a line of its own", () => {
    write("one", ...begun);
    appendFileSync(join(folder, "journal.jsonl"), '{"run":"one","kind":"resou');
    write("two", ...begun);
    expect(readJournal(folder).map(({ run, kind }) => `${run} ${kind}`)).toEqual([
      ...["one run-started", "one stack-started", "two run-started", "two stack-started"],
    ]);
  });

  it("reports why it could not be written, and lets the run continue", () => {
    const journal = openJournal(folder, "one");
    rmSync(folder, { recursive: true });
    journal.write({ at, kind: "run-ended", outcome: "done", seconds: 1 });
    expect(journal.problem()).toContain("ENOENT");
  });

  it("lists the stacks in which Terraform was lost until they are completed", () => {
    const open = () => unsettledStacks(readJournal(folder));
    write("one", ...begun, started);
    expect(open()).toEqual(["vpc"]);
    write("two", ...begun);
    expect(open()).toEqual(["vpc"]);
    // It ended by itself, but what the first one lost may still be missing.
    write("two", started, ended);
    expect(open()).toEqual(["vpc"]);
    write("two", { kind: "stack-done", stack: "vpc", add: 1, change: 0, remove: 0, seconds: 1 });
    expect(open()).toEqual([]);
    write("three", ...begun, started, ended);
    expect(open()).toEqual([]);
    // A later run finds that it outlived its own and did all.
    write("four", ...begun, started);
    write("five", ...begun);
    expect(open()).toEqual(["vpc"]);
    write("five", ended);
    expect(open()).toEqual([]);
  });
});
