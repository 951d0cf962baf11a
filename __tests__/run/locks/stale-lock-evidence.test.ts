import { describe, expect, it } from "vitest";
import type { JournalLine } from "../../../src/run/journal/journal";
import { lockOwnership, type Evidence } from "../../../src/run/locks/stale-lock-evidence";
import type { StateLock } from "../../../src/clients/terraform/lock-info";

const started = "2026-11-24T14:16:50.000Z";
const terraform = { pid: 4711, host: "shell" };
const applying: JournalLine = {
  ...{ run: "one", at: started, kind: "terraform-started", stack: "vpc" },
  ...{ process: terraform, log: "/log" },
};
const ended: JournalLine = { run: "one", at: started, kind: "terraform-ended", stack: "vpc" };
const begun = (run: string, at: string): JournalLine => ({
  ...{ run, at, kind: "stack-started", stack: "vpc", attempt: 1 },
});
const lock: StateLock = {
  id: "e5b6f9ad-5138-1c40-7235-8d16e9587e64",
  who: "me@shell",
  operation: "OperationTypeApply",
  created: "2026-11-24T14:16:51.500Z",
};
const evidence: Evidence = {
  stack: "vpc",
  lines: [begun("one", "2026-11-24T14:16:30.000Z"), applying],
  here: "me@shell",
  isAlive: () => false,
  firstChange: () => "2026-11-24T14:16:52.000Z",
  completed: () => false,
  working: "none",
};
const none = () => undefined;

function whyNot(other: Partial<StateLock>, more: Partial<Evidence> = {}): string {
  const ownership = lockOwnership({ ...lock, ...other }, { ...evidence, ...more });
  return ownership.owned ? "owned" : ownership.why;
}

describe("the lock of a lost apply", () => {
  it("is owned when all evidence matches, and the apply is named", () => {
    expect(lockOwnership(lock, evidence)).toEqual({
      owned: true,
      by: `the apply that started at ${started}`,
    });
    expect(whyNot({}, { firstChange: none })).toBe("owned");
  });

  it("stays when another user or another machine holds it", () => {
    expect(whyNot({ who: "colleague@shell" })).toBe("you are me@shell");
    expect(whyNot({ who: "me@elsewhere" })).toBe("you are me@shell");
  });

  it("is owned under any earlier host name", () => {
    expect(whyNot({}, { here: "me@a-new-container" })).toBe("owned");
    expect(whyNot({ who: "you@shell" }, { here: "me@a-new-container" })).toBe("you are me@a-new-container");
  });

  it("is owned after the user confirmed the end of its Terraform", () => {
    const lost: JournalLine = { run: "two", at: started, kind: "terraform-lost", stack: "vpc" };
    const lines = [...evidence.lines, lost];
    expect(whyNot({}, { lines, isAlive: () => true })).toBe("owned");
    expect(whyNot({}, { lines: [lost, applying], isAlive: () => true })).toContain("still running");
  });

  it("stays when no run uses its operation", () => {
    expect(whyNot({ operation: "untaint" })).toBe("glrunner takes no lock for untaint");
  });

  it("stays when no apply of this stage was lost", () => {
    const unknown = "the journal records no lost apply of this stage";
    expect(whyNot({}, { lines: [] })).toBe(unknown);
    expect(whyNot({}, { lines: [applying, ended] })).toBe(unknown);
    expect(whyNot({}, { stack: "eks" })).toBe(unknown);
    expect(whyNot({}, { lines: [ended, applying] })).toBe("owned");
  });

  it("stays while that Terraform works", () => {
    expect(whyNot({}, { isAlive: ({ pid }) => pid === terraform.pid })).toBe(
      "the lost run's Terraform is still running, as process 4711 on shell",
    );
  });

  it("stays when it was taken before that Terraform started, or after its first change", () => {
    const other = `the lost run's Terraform started at ${started}, and this lock was not taken then`;
    expect(whyNot({ created: "2026-11-24T14:16:47.900Z" })).toBe(other);
    expect(whyNot({ created: "2026-11-24T14:16:54.100Z" })).toBe(other);
    // Without a change to go by: within a minute.
    expect(whyNot({ created: "2026-11-24T14:17:49.000Z" }, { firstChange: none })).toBe("owned");
    expect(whyNot({ created: "2026-11-24T14:17:53.000Z" }, { firstChange: none })).toBe(other);
  });

  it("stays while a Terraform works in the folder, or when that is unknown", () => {
    const busy = { ...evidence, working: 99 };
    expect(lockOwnership(lock, busy)).toMatchObject({ owned: false, alive: 99 });
    expect(whyNot({}, { working: "unknown" })).toBe(
      "this system does not report whether a Terraform is still running in the stage's folder",
    );
  });

  it("is owned under a server's own user name, but only if Terraform provably held it", () => {
    const server = { who: "gitlab-user", operation: "OperationTypePlan" };
    expect(whyNot(server)).toBe("owned");
    expect(whyNot({ ...server, created: "2026-11-24T14:17:10.000Z" })).toContain(
      "this lock was not taken then",
    );
    expect(whyNot(server, { firstChange: none })).toContain("nothing proves that it took the lock");
    expect(whyNot(server, { completed: () => true })).toContain("released its lock");
  });
});

describe("the lock of a lost plan", () => {
  const planned = (created: string): Partial<StateLock> => ({ operation: "OperationTypePlan", created });
  const lines = [begun("one", "2026-11-24T15:00:00.000Z"), begun("two", "2026-11-24T15:30:00.000Z")];
  const stranger = "the journal records no run of this stage at that time";

  it("is owned when an earlier run worked on the stage when it was taken", () => {
    expect(lockOwnership({ ...lock, ...planned("2026-11-24T15:00:20Z") }, { ...evidence, lines })).toEqual({
      owned: true,
      by: "the run that started this stage at 2026-11-24T15:00:00.000Z",
    });
    const importing = { ...planned("2026-11-24T15:00:20Z"), operation: "OperationTypeInvalid" };
    expect(whyNot(importing, { lines })).toBe("owned");
  });

  it("stays when it was taken at another time, in the current run, or in another stage", () => {
    expect(whyNot(planned("2026-11-24T14:59:57Z"), { lines })).toBe(stranger);
    expect(whyNot(planned("2026-11-24T15:01:03Z"), { lines })).toBe(stranger);
    expect(whyNot(planned("2026-11-24T15:30:01Z"), { lines })).toBe(stranger);
    expect(whyNot(planned("2026-11-24T15:00:20Z"), { lines, stack: "eks" })).toBe(stranger);
  });

  it("stays when the run had finished the stage before", () => {
    const failed: JournalLine = {
      ...{ run: "one", at: "2026-11-24T15:00:10.000Z", kind: "stack-failed", stack: "vpc", errors: [] },
    };
    const over = { lines: [begun("one", "2026-11-24T15:00:00.000Z"), failed, ...lines.slice(1)] };
    expect(whyNot(planned("2026-11-24T15:00:09Z"), over)).toBe("owned");
    expect(whyNot(planned("2026-11-24T15:00:20Z"), over)).toBe(stranger);
  });

  it("stays when that run recorded its end", () => {
    const end: JournalLine = {
      ...{ run: "one", at: "2026-11-24T15:00:30.000Z", kind: "run-ended", outcome: "failed", seconds: 30 },
    };
    const ended = { lines: [begun("one", "2026-11-24T15:00:00.000Z"), end, ...lines.slice(1)] };
    expect(whyNot(planned("2026-11-24T15:00:20Z"), ended)).toBe(stranger);
  });

  it("stays while a Terraform works in the folder", () => {
    expect(whyNot(planned("2026-11-24T15:00:20Z"), { lines, working: 99 })).toContain("as process 99");
  });
});
