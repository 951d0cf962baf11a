import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  appliedAll,
  terraformApply,
  terraformInit,
  terraformOutputs,
  type ResourceProgress,
} from "../../../src/clients/terraform/terraform";

describe("the Terraform driver", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** A program of that name that says this, and ends so. */
  function terraform(script: string) {
    const file = join(folder, "terraform");
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return { folder, env: { PATH: `${folder}:${process.env.PATH ?? ""}` } };
  }
  const say = (...lines: readonly (object | string)[]) =>
    `cat <<'END'\n${lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n")}\nEND`;
  const hook = (addr: string, action: string) => ({ resource: { addr }, action });

  it("tells what is done while it is done, and counts it", async () => {
    const progress: ResourceProgress[] = [];
    const outcome = await terraformApply(
      {
        ...terraform(
          say(
            { type: "version", terraform: "1.11.4" },
            { type: "apply_start", hook: hook("aws_vpc.a", "create") },
            { type: "apply_complete", hook: { ...hook("aws_vpc.a", "create"), elapsed_seconds: 4 } },
            { type: "apply_complete", hook: hook("data.x.y", "read") },
            { type: "change_summary", changes: { add: 1, change: 0, remove: 2, operation: "apply" } },
            "no event at all",
            '{"type":"apply_complete","hook":{"reso',
          ),
        ),
        onProgress: (each) => progress.push(each),
      },
      "plan",
    );
    expect(outcome).toEqual({ ok: true, changes: { add: 1, change: 0, remove: 2 } });
    expect(progress).toEqual([
      { address: "aws_vpc.a", action: "create", phase: "started", seconds: 0 },
      { address: "aws_vpc.a", action: "create", phase: "done", seconds: 4 },
      { address: "data.x.y", action: "other", phase: "done", seconds: 0 },
    ]);
  });

  it("gives back every error, and no warning", async () => {
    const diagnostic = (severity: string, summary: string, detail?: string) => ({
      type: "diagnostic",
      diagnostic: { severity, summary, detail },
    });
    const script = say(diagnostic("error", "a", "why"), diagnostic("warning", "w"), diagnostic("error", "b"));
    expect(await terraformApply(terraform(`${script}\nexit 1`), "plan")).toEqual({
      ok: false,
      errors: ["a: why", "b"],
      lost: false,
    });
  });

  it("has an error also when Terraform told none", async () => {
    expect(await terraformApply(terraform("exit 3"), "plan")).toEqual({
      ok: false,
      errors: ["terraform ended with 3"],
      lost: false,
    });
    expect(await terraformInit(terraform("echo 'no such module' >&2; exit 1"))).toEqual({
      ok: false,
      errors: ["no such module"],
    });
  });

  it("knows when Terraform was ended from outside", async () => {
    expect(await terraformApply(terraform("kill -9 $$"), "plan")).toMatchObject({ ok: false, lost: true });
  });

  it("shows no sensitive output", async () => {
    const outputs = { id: { value: "vpc-1", sensitive: false }, token: { value: "secret", sensitive: true } };
    expect(await terraformOutputs(terraform(say(outputs)))).toEqual({ id: "vpc-1", token: "(sensitive)" });
  });

  it("asks Terraform to stop when it is interrupted", async () => {
    const stop = new AbortController();
    const running = terraformApply(
      {
        ...terraform('trap "exit 130" INT\necho started > "$PWD/started"\nwhile :; do sleep 0.05; done'),
        signal: stop.signal,
      },
      "plan",
    );
    setTimeout(() => {
      stop.abort();
    }, 300);
    expect(await running).toMatchObject({ ok: false });
  });

  it("knows from a log whether an apply that nobody saw end did all", () => {
    const log = join(folder, "log");
    const said = (...events: readonly object[]) => {
      writeFileSync(log, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
      return appliedAll(log);
    };
    const counts = { add: 1, change: 0, remove: 0 };
    const began = { type: "apply_start", hook: hook("aws_vpc.a", "create") };
    const planned = { type: "change_summary", changes: { ...counts, operation: "plan" } };
    const failed = { type: "diagnostic", diagnostic: { severity: "error", summary: "no" } };
    expect(appliedAll(log)).toBe(false);
    expect(said(began)).toBe(false);
    expect(said(planned, began)).toBe(false);
    expect(said(began, failed)).toBe(false);
    for (const operation of ["apply", "destroy"]) {
      expect(said(began, { type: "change_summary", changes: { ...counts, operation } })).toBe(true);
    }
  });
});
