import { describe, expect, it } from "vitest";
import { approver } from "../../../../src/cli/actions/run/approve";
import type { ApprovalOptions } from "../../../../src/cli/actions/run/approve";
import type { ProgressView } from "../../../../src/cli/progress/view";
import { plan, resource } from "../../../review/plans";

const view: ProgressView = {
  onEvent: () => undefined,
  stopping: () => undefined,
  expectWork: () => undefined,
  pause: () => undefined,
  end: () => undefined,
};
const harmless = plan({ resources: [resource("aws_sqs_queue.this", { after: { name: "q" } })] });
const losing = plan({ resources: [resource("aws_kms_key.this", { before: { description: "k" } })] });

interface Sitting {
  readonly values?: ApprovalOptions;
  readonly destroys?: boolean;
  /** What is typed; undefined: Ctrl-C. */
  readonly typed?: string;
  /** The command is interrupted at its question. @default false */
  readonly interrupted?: boolean;
  /** Whether somebody sits there. @default true */
  readonly there?: boolean;
}

async function approved(given: typeof harmless, sitting: Sitting) {
  const { values = {}, destroys = false, typed, interrupted = false, there = true } = sitting;
  const interruption = new AbortController();
  const asked: string[] = [];
  let err = "";
  const ask = (question: string, heard?: AbortSignal) => {
    asked.push(question);
    if (interrupted) interruption.abort();
    if (heard?.aborted === true) return Promise.reject(new Error("stopped at a question"));
    return typed === undefined ? Promise.reject(new Error("stopped")) : Promise.resolve(typed);
  };
  const call = {
    values,
    env: {},
    terminal: {
      out: () => undefined,
      err: (text: string) => void (err += text),
      interactive: false,
      ...(there && { ask }),
    },
    json: false,
    sections: [],
    positionals: [],
    print: () => undefined,
    report: () => undefined,
    onInterrupt: () => interruption.signal,
  };
  const { signal } = interruption;
  const stack = { name: "vpc", folder: "/nowhere" } as const;
  const yes = await approver(
    call,
    { config: { name: "ci" }, signal },
    view,
  )({ stack, destroys, plan: given });
  return { yes, asked, err };
}

describe("the approval of a plan", () => {
  it("is asked at the terminal, after the review", async () => {
    const { yes, asked, err } = await approved(harmless, { typed: "yes" });
    expect({ yes, asked }).toEqual({ yes: true, asked: ["Apply this to vpc? [y/N] "] });
    expect(err).toContain("aws_sqs_queue.this");
  });

  it.each(["", "n", "yesterday", undefined])("is not given by %j", async (typed) => {
    expect((await approved(harmless, { typed })).yes).toBe(false);
  });

  it("ends when the command is stopped, and no other question follows", async () => {
    const heard = await approved(harmless, { interrupted: true, typed: "y" });
    expect(heard.yes).toBe(false);
    const destroys = await approved(losing, { interrupted: true, typed: "ci", destroys: true });
    expect(destroys.yes).toBe(false);
    expect(destroys.err).not.toContain("Cancelled");
  });

  it("accepts --yes without a terminal", async () => {
    const refused = await approved(harmless, { there: false });
    expect(refused.yes).toBe(false);
    expect(refused.err).toContain("--yes");
    expect(await approved(harmless, { there: false, values: { yes: true } })).toMatchObject({
      yes: true,
      asked: [],
    });
  });

  it("of a permanent loss needs --allow-loss, even with a yes", async () => {
    const refused = await approved(losing, { values: { yes: true }, typed: "y" });
    expect(refused).toMatchObject({ yes: false, asked: [] });
    expect(refused.err).toContain("delete aws_kms_key.this");
    expect(await approved(losing, { values: { yes: true, "allow-loss": true } })).toMatchObject({
      yes: true,
    });
  });

  it("of a destroy needs the cluster's name, as an option or typed", async () => {
    const destroys = true;
    expect((await approved(losing, { destroys, typed: "ci" })).asked).toEqual([
      "Destroy ci? Type its name: ",
    ]);
    expect((await approved(losing, { destroys, typed: "ci" })).yes).toBe(true);
    expect((await approved(losing, { destroys, values: { confirm: "ci" } })).yes).toBe(true);
    for (const typed of ["cim", "y"])
      expect(await approved(losing, { destroys, typed })).toMatchObject({ yes: false, asked: { length: 3 } });
    expect(await approved(losing, { destroys, typed: "" })).toMatchObject({
      yes: false,
      asked: { length: 1 },
    });
    expect((await approved(losing, { destroys, values: { yes: true, confirm: "other" } })).yes).toBe(false);
  });
});
