import { describe, expect, it } from "vitest";
import type { CommandOptions, CommandResult } from "../../../src/clients/system/command";
import {
  terraformDriver,
  type ResourceProgress,
  type TerraformOptions,
} from "../../../src/clients/terraform/terraform";

/** A driver whose Terraform prints these lines and then ends with this result. */
function terraform(
  lines: readonly (object | string)[],
  result: Partial<CommandResult> = {},
  more: Partial<TerraformOptions> = {},
) {
  const stdout = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  return terraformDriver({
    ...{ folder: "/stacks/vpc", env: { PATH: "" } },
    execute: (_, { onLine }) => {
      for (const line of stdout.split("\n")) onLine?.(line);
      return Promise.resolve({ status: 0, stdout, stderr: "", ...result });
    },
    ...more,
  });
}

const hook = (addr: string, action: string) => ({ resource: { addr }, action });

describe("terraformDriver", () => {
  it("reports the progress of each resource, and counts the changes", async () => {
    const progress: ResourceProgress[] = [];
    const outcome = await terraform(
      [
        { type: "version", terraform: "1.11.4" },
        { type: "apply_start", hook: hook("aws_vpc.a", "create") },
        { type: "apply_complete", hook: { ...hook("aws_vpc.a", "create"), elapsed_seconds: 4 } },
        { type: "apply_complete", hook: hook("data.x.y", "read") },
        { type: "change_summary", changes: { add: 1, change: 0, remove: 2, operation: "apply" } },
        "no event at all",
        '{"type":"apply_complete","hook":{"reso',
      ],
      {},
      { onProgress: (each) => progress.push(each) },
    ).apply("plan");
    expect(outcome).toEqual({ ok: true, changes: { add: 1, change: 0, remove: 2 } });
    expect(progress).toEqual([
      { address: "aws_vpc.a", action: "create", phase: "started", seconds: 0 },
      { address: "aws_vpc.a", action: "create", phase: "done", seconds: 4 },
      { address: "data.x.y", action: "other", phase: "done", seconds: 0 },
    ]);
  });

  it("returns every error, and no warning", async () => {
    const diagnostic = (severity: string, summary: string, detail?: string) => ({
      type: "diagnostic",
      diagnostic: { severity, summary, detail },
    });
    const lines = [diagnostic("error", "a", "why"), diagnostic("warning", "w"), diagnostic("error", "b")];
    const outcome = await terraform(lines, { status: 1 }).apply("plan");
    expect(outcome).toEqual({ ok: false, errors: ["a: why", "b"], lost: false });
  });

  it("returns an error even if Terraform printed none", async () => {
    const silent = await terraform([], { status: 3 }).apply("plan");
    expect(silent).toEqual({ ok: false, errors: ["terraform ended with 3"], lost: false });
    const prose = await terraform([], { status: 1, stderr: "no such module\n" }).init();
    expect(prose).toEqual({ ok: false, errors: ["no such module"] });
  });

  it("reports that a signal killed Terraform, so that changes may be lost", async () => {
    const outcome = await terraform([], { status: undefined }).apply("plan");
    expect(outcome).toMatchObject({ ok: false, lost: true });
  });

  it("hides sensitive outputs", async () => {
    const outputs = { id: { value: "vpc-1", sensitive: false }, token: { value: "secret", sensitive: true } };
    expect(await terraform([outputs]).outputs()).toEqual({ id: "vpc-1", token: "(sensitive)" });
  });

  it("runs the program in the folder, with the interruption and without inherited variables", async () => {
    const { signal } = new AbortController();
    const calls: [readonly string[], CommandOptions][] = [];
    const env = { PATH: "", GLRUNNER_TERRAFORM: "tofu", A: "b" };
    await terraformDriver({
      ...{ folder: "/stacks/vpc", env, signal },
      execute: (command, options) => {
        calls.push([command, options]);
        return Promise.resolve({ status: 0, stdout: "", stderr: "" });
      },
    }).apply("plan.tfplan");
    expect(calls).toMatchObject([
      [["tofu", "apply", "-json", "-input=false", "plan.tfplan"], { cwd: "/stacks/vpc", env, signal }],
    ]);
  });
});
