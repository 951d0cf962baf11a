import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  terraformDriver,
  type ResourceProgress,
  type TerraformOptions,
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
  function terraform(script: string, more: Partial<TerraformOptions> = {}) {
    const file = join(folder, "terraform");
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return terraformDriver({ folder, env: { PATH: `${folder}:${process.env.PATH ?? ""}` }, ...more });
  }
  const say = (...lines: readonly (object | string)[]) =>
    `cat <<'END'\n${lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n")}\nEND`;
  const hook = (addr: string, action: string) => ({ resource: { addr }, action });

  it("reports progress, and counts it", async () => {
    const progress: ResourceProgress[] = [];
    const outcome = await terraform(
      say(
        { type: "version", terraform: "1.11.4" },
        { type: "apply_start", hook: hook("aws_vpc.a", "create") },
        { type: "apply_complete", hook: { ...hook("aws_vpc.a", "create"), elapsed_seconds: 4 } },
        { type: "apply_complete", hook: hook("data.x.y", "read") },
        { type: "change_summary", changes: { add: 1, change: 0, remove: 2, operation: "apply" } },
        "no event at all",
        '{"type":"apply_complete","hook":{"reso',
      ),
      { onProgress: (each) => progress.push(each) },
    ).apply("plan");
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
    expect(await terraform(`${script}\nexit 1`).apply("plan")).toEqual({
      ok: false,
      errors: ["a: why", "b"],
      lost: false,
    });
  });

  it("has an error even if Terraform printed none", async () => {
    expect(await terraform("exit 3").apply("plan")).toEqual({
      ok: false,
      errors: ["terraform ended with 3"],
      lost: false,
    });
    expect(await terraform("echo 'no such module' >&2; exit 1").init()).toEqual({
      ok: false,
      errors: ["no such module"],
    });
  });

  it("knows when Terraform was ended from outside", async () => {
    expect(await terraform("kill -9 $$").apply("plan")).toMatchObject({ ok: false, lost: true });
  });

  it("shows no sensitive output", async () => {
    const outputs = { id: { value: "vpc-1", sensitive: false }, token: { value: "secret", sensitive: true } };
    expect(await terraform(say(outputs)).outputs()).toEqual({ id: "vpc-1", token: "(sensitive)" });
  });

  it("asks Terraform to stop when it is interrupted", async () => {
    const stop = new AbortController();
    const running = terraform(
      'trap "exit 130" INT\necho started > "$PWD/started"\nwhile :; do sleep 0.05; done',
      { signal: stop.signal },
    ).apply("plan");
    setTimeout(() => {
      stop.abort();
    }, 300);
    expect(await running).toMatchObject({ ok: false });
  });
});
