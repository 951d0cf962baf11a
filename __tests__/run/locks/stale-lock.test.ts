import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { retryPolicy } from "../../../src/run/retry-policy";
import type { RunContext } from "../../../src/run/context";
import type { NewRunEvent } from "../../../src/run/journal/events";
import { openJournal } from "../../../src/run/journal/journal";
import { describeProcess, type ProcessRecord } from "../../../src/clients/system/process";
import { releaseStaleLock, terraformProcessIn } from "../../../src/run/locks/stale-lock";
import { stackIn } from "../../support/run-context";

const here = `${userInfo().username}@${hostname()}`;
const id = "e5b6f9ad-5138-1c40-7235-8d16e9587e64";
const started = "2026-11-24T14:16:50.000Z";

function lockedBy(who: string, created = "2026-11-24 14:16:51.5 +0000 UTC"): string {
  return `Error acquiring the state lock: Error message: api error PreconditionFailed: At least one of the pre-conditions you specified did not hold
Lock Info:
  ID:        ${id}
  Path:      state/ci/vpc.tfstate
  Operation: OperationTypeApply
  Who:       ${who}
  Version:   1.11.4
  Created:   ${created}
  Info:      `;
}

describe("a lock on a state that stops a run", () => {
  let root: string;
  let folder: string;
  let events: NewRunEvent[];
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), "glr-"));
    folder = join(root, "my stacks", "vpc");
    events = [];
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "cdk.tf.json"), "{}");
    terraform(`echo "$@" >> calls`);
    lost(await deadProcess());
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  function terraform(script: string) {
    writeFileSync(join(root, "terraform"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(root, "terraform"), 0o755);
  }
  const stack = (more: Partial<RunContext> = {}) => {
    const env = { PATH: `${root}:${process.env.PATH ?? ""}` };
    return stackIn(root, { name: "vpc", folder }, { env, emit: (news) => events.push(news), ...more });
  };
  const calls = () => (existsSync(join(folder, "calls")) ? readFileSync(join(folder, "calls"), "utf8") : "");
  function lost(terraformProcess: ProcessRecord) {
    const log = join(root, "vpc.log");
    const line = { kind: "terraform-started", stack: "vpc", process: terraformProcess, log } as const;
    openJournal(root, "lost").write({ at: started, ...line });
  }
  async function deadProcess(): Promise<ProcessRecord> {
    const child = spawn("sleep", ["60"]);
    const record = describeProcess(child.pid ?? 0);
    child.kill("SIGKILL");
    await once(child, "close");
    return record;
  }

  it("is released and reported when a lost run of this machine left it", async () => {
    const attempts = retryPolicy(stack());
    expect(await attempts.after([lockedBy(here)], "plan")).toEqual({ again: true, reconcile: false });
    expect(calls()).toBe(`force-unlock -no-color -force ${id}\n`);
    const by = `the apply that started at ${started}`;
    expect(events).toEqual([{ kind: "lock-released", stack: "vpc", lock: id, by }]);
    // There again: what released it did not help.
    expect(await attempts.after([lockedBy(here)], "plan")).toMatchObject({ again: false, locked: true });
    expect(calls().match(/force-unlock/g)).toHaveLength(1);
  });

  it("stays when another user holds it, and the fix is a command that can be pasted", async () => {
    const next = await retryPolicy(stack()).after([lockedBy("you@there")], "apply");
    expect(next).toEqual({
      again: false,
      locked: true,
      known: "state-locked",
      fix: `The state's lock was not released: you are ${here}. Its holder is you@there, since 2026-11-24T14:16:51.5Z. Wait until the holder ends, then run glrunner resume. Only if you are certain that the holder has ended, run: terraform -chdir='${folder}' force-unlock ${id}`,
    });
    expect(calls()).toBe("");
    expect(events).toEqual([]);
  });

  it("stays when it was taken after the lost Terraform's first change, or while that Terraform works", async () => {
    const hook = { resource: { addr: "aws_vpc.this" }, action: "create" };
    const change = { type: "apply_start", hook, "@timestamp": "2026-11-24T15:16:51.000000+01:00" };
    writeFileSync(join(root, "vpc.log"), JSON.stringify(change));
    const late = lockedBy(here, "2026-11-24 14:16:55.5 +0000 UTC");
    const unlock = (error: string) => releaseStaleLock(stack(), error, new Set());
    expect(await unlock(late)).toMatchObject({ again: false });
    lost(describeProcess(process.pid));
    const alive = await unlock(lockedBy(here));
    expect(alive.again ? "" : alive.fix).toContain(`is still running, as process ${process.pid}`);
    expect(calls()).toBe("");
  });

  it("stays when its holder is unknown, or when it cannot be released", async () => {
    const nobody = await releaseStaleLock(stack(), "Error acquiring the state lock", new Set());
    expect(nobody.again ? "" : nobody.fix).toContain("force-unlock ID (replace ID");
    terraform("echo 'no rights' >&2; exit 1");
    const refused = await releaseStaleLock(stack(), lockedBy(here), new Set());
    expect(refused.again ? "" : refused.fix).toContain("was not released: no rights. Its holder is");
    expect(events).toEqual([]);
  });

  it("is waited for while a Terraform works in the stage's folder", async ({ onTestFinished }) => {
    // A process is known by the name of its program.
    const bin = join(root, "bin");
    mkdirSync(bin);
    symlinkSync("/bin/sleep", join(bin, "terraform"));
    const working = spawn(join(bin, "terraform"), ["60"], { cwd: folder });
    const ended = once(working, "close");
    onTestFinished(() => void working.kill("SIGKILL"));
    await once(working, "spawn");
    expect(terraformProcessIn(folder)).toBe(working.pid);
    expect(terraformProcessIn(root)).toBe("none");
    const pause = async () => {
      working.kill("SIGKILL");
      await ended;
    };
    expect(await releaseStaleLock(stack({ pause }), lockedBy(here), new Set())).toEqual({
      again: true,
    });
    expect(calls()).toBe("");
    expect(events).toMatchObject([{ kind: "waiting", stack: "vpc" }]);
  });

  it("is not waited for by a run that is interrupted", async ({ onTestFinished }) => {
    const bin = join(root, "bin");
    mkdirSync(bin);
    symlinkSync("/bin/sleep", join(bin, "terraform"));
    const working = spawn(join(bin, "terraform"), ["60"], { cwd: folder });
    onTestFinished(() => void working.kill("SIGKILL"));
    await once(working, "spawn");
    const stop = new AbortController();
    const pause = () => {
      stop.abort();
      return Promise.resolve();
    };
    const interrupted = stack({ pause, signal: stop.signal });
    expect(await releaseStaleLock(interrupted, lockedBy(here), new Set())).toMatchObject({
      again: false,
    });
  });
});
