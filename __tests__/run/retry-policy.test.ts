import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunContext, StackSession } from "../../src/run/context";
import type { NewRunEvent } from "../../src/run/journal/events";
import { adviceFor, retryPolicy, withRetries } from "../../src/run/retry-policy";
import { configOf } from "../config/samples";
import { stackIn } from "../support/run-context";
import { scriptedAws } from "../support/scripted-aws";

const throttled = "creating EC2 VPC: ThrottlingException: Rate exceeded";
const exists = "creating Security Group (ci): InvalidGroup.Duplicate: the group already exists";
const expired = "ExpiredToken: The security token included in the request is expired";
const unknown = "creating EC2 VPC: AStrangeError";

let root: string;
let events: NewRunEvent[];
let pauses: number[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "glr-"));
  mkdirSync(join(root, "vpc"));
  writeFileSync(join(root, "vpc", "cdk.tf.json"), "{}");
  events = [];
  pauses = [];
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function vpc(more: Partial<RunContext> = {}): StackSession {
  const pause = (seconds: number) => {
    pauses.push(seconds);
    return Promise.resolve();
  };
  const emit = (event: NewRunEvent) => events.push(event);
  return stackIn(join(root, "run"), { name: "vpc", folder: join(root, "vpc") }, { emit, pause, ...more });
}

describe("the retry policy", () => {
  it("waits as long and as often as the catalogue says", async () => {
    const policy = retryPolicy(vpc());
    const answers: boolean[] = [];
    for (let count = 0; count < 20 && answers.at(-1) !== false; count += 1)
      answers.push((await policy.after([throttled], "apply")).again);
    expect(answers.at(-1)).toBe(false);
    expect(pauses).toHaveLength(answers.length - 1);
    expect(pauses.every((seconds) => seconds > 0)).toBe(true);
    expect(events.map((event) => (event.kind === "retrying" ? event.attempt : event.kind))).toEqual(
      pauses.map((_, index) => index + 1),
    );
  });

  it("does not advise another name for an adopted cluster", () => {
    const fix = (set: string) =>
      adviceFor(vpc({ config: configOf({ versions: { set } }) }), [exists], "apply").fix;
    expect(fix("current")).toContain("another name");
    expect(fix("tutorial")).toContain("Keep the cluster's name");
  });

  it("never retries an unknown error, even together with a known one", async () => {
    expect(await retryPolicy(vpc()).after([throttled, unknown], "apply")).toMatchObject({ again: false });
    expect(pauses).toEqual([]);
  });

  it.each(["review", "health"] as const)("never retries a failed %s", async (during) => {
    expect(await retryPolicy(vpc()).after([throttled], during)).toMatchObject({ again: false });
  });

  it("reconciles before the next attempt of a deploy when a resource exists", async () => {
    const policy = retryPolicy(vpc());
    expect(await policy.after([exists], "apply")).toEqual({ again: true, reconcile: true });
  });

  it("does not retry a plan that only a reconciliation could help", async () => {
    const policy = retryPolicy(vpc({ command: "plan" }));
    expect(await policy.after([exists], "apply")).toMatchObject({ again: false });
  });

  it("waits for a new login, and checks whether the credentials work", async () => {
    const aws = await scriptedAws();
    try {
      const env = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_ENDPOINT_URL: aws.url };
      const login = (seconds: number) => {
        pauses.push(seconds);
        aws.answers.set(
          "GetCallerIdentity",
          "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::1:user/me</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>",
        );
        return Promise.resolve();
      };
      const policy = retryPolicy(vpc({ env, pause: login }));
      expect(await policy.after([expired], "apply")).toEqual({ again: true, reconcile: false });
      expect(events.map(({ kind }) => kind)).toEqual(["waiting", "retrying"]);
    } finally {
      await aws.stop();
    }
  });

  it("ends the wait for a login when the run is interrupted", async () => {
    const interruption = new AbortController();
    interruption.abort();
    const policy = retryPolicy(vpc({ signal: interruption.signal }));
    expect(await policy.after([expired], "apply")).toMatchObject({ again: false });
    expect(events).toEqual([]);
  });
});

describe("the retry loop", () => {
  const fails = (error: string, fix?: string) =>
    ({ ok: false, during: "apply", errors: [error], ...(fix !== undefined && { fix }) }) as const;

  it("runs init in each attempt, and reconciles from the first attempt that needs it", async () => {
    const stack = vpc();
    const seen: object[] = [];
    const answers = [fails(throttled), fails(exists), fails(throttled), { ok: true, value: "done" } as const];
    const outcome = await withRetries(stack, false, (reconcile) => {
      seen.push({ initialised: stack.initialised, reconcile });
      stack.initialised = true;
      return Promise.resolve(answers.shift() ?? fails(unknown));
    });
    expect(outcome).toEqual({ ok: true, value: "done" });
    expect(seen).toEqual([false, false, true, true].map((reconcile) => ({ initialised: false, reconcile })));
  });

  it("prefers the fix of the attempt over that of the catalogue, and keeps the last errors", async () => {
    const outcome = await withRetries(vpc(), false, () => Promise.resolve(fails(unknown, "do this")));
    const failure = { ok: false, stack: "vpc", during: "apply", errors: [unknown], fix: "do this" };
    expect(outcome).toEqual({ ...failure, code: "terraform-failed" });
    expect(events.at(-1)).toEqual({ kind: "stack-failed", stack: "vpc", errors: [unknown] });
  });

  it("does not attempt anything once the run is interrupted", async () => {
    const interruption = new AbortController();
    interruption.abort();
    const outcome = await withRetries(vpc({ signal: interruption.signal }), false, () =>
      Promise.reject(new Error("attempted")),
    );
    expect(outcome).toMatchObject({ ok: false, errors: ["Interrupted by you"] });
  });
});
