import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readJournal } from "../../../src/run/journal/journal";
import { plan } from "../../../src/run/planning/plan";
import { planText, resource } from "../../review/plans";
import { failsWith, printsState, plansChanges, prints, succeeds } from "../../support/scripted-commands";
import { scriptedRun, type ScriptedRun } from "../../support/scripted-run";

const shown = prints(planText({ resources: [resource("aws_vpc.this", { after: { name: "n" } })] }));
const throttled = "reading EC2 VPC: ThrottlingException: Rate exceeded";

describe("a plan", () => {
  let run: ScriptedRun;
  beforeEach(async () => {
    run = await scriptedRun(["vpc", "runners"]);
  });
  afterEach(async () => {
    run.commands.expectDone();
    await run.close();
  });

  /** One after the other, so that the order of the commands is known. */
  const planAll = () => plan({ ...run.options, atOnce: 1 }, run.stacks);
  const planVpc = () => plan(run.options, run.stacks.slice(0, 1));

  it("reads every stage, applies none, and leaves no file behind", async () => {
    run.commands.script(
      ...([
        ["init", succeeds],
        ["state pull", printsState(1, vpc)],
        ["init", succeeds],
      ] as const),
      ...([
        ["plan", plansChanges],
        ["show", shown],
        ["plan", succeeds],
        ["show", shown],
      ] as const),
    );
    expect(await planAll()).toMatchObject({
      ok: true,
      planned: [
        { stack: "vpc", plan: { resource_changes: [{ address: "aws_vpc.this" }] } },
        { stack: "runners" },
      ],
      notYet: [],
    });
    expect(existsSync(join(run.folder, "vpc.tfplan"))).toBe(false);
    const counts = { add: 1, change: 0, remove: 0 };
    expect(run.events.filter(({ kind }) => kind === "planned")).toMatchObject([
      { stack: "vpc", ...counts },
      { stack: "runners", ...counts },
    ]);
  });

  it("skips a stage that reads outputs of one that is not deployed", async () => {
    run.commands.script(
      ["init", succeeds],
      ["state pull", prints("")],
      ["plan", plansChanges],
      ["show", shown],
    );
    expect(await planAll()).toMatchObject({ ok: true, notYet: [{ stack: "runners", needs: "vpc" }] });
  });

  it("is retried from init on, as a deploy is", async () => {
    run.commands.script(
      ...([
        ["init", succeeds],
        ["plan", failsWith(throttled)],
      ] as const),
      ...([
        ["init", succeeds],
        ["plan", plansChanges],
        ["show", shown],
      ] as const),
    );
    expect(await planVpc()).toMatchObject({ ok: true });
  });

  it("reports the fix for its error, and records the failure", async () => {
    run.commands.script(["init", succeeds], ["plan", failsWith("Saved state is from the future")]);
    expect(await planVpc()).toMatchObject({
      ok: false,
      failure: { stack: "vpc", during: "plan", errors: ["Saved state is from the future"] },
    });
    expect(readJournal(run.folder).slice(-2)).toMatchObject([
      { kind: "stack-failed", stack: "vpc" },
      { kind: "run-ended", outcome: "failed" },
    ]);
  });

  it("ends as interrupted, and does not suggest resume, which would deploy", async () => {
    const stopped = {
      ...failsWith("Failed to instantiate provider"),
      meanwhile: () => {
        run.interruption.abort();
      },
    };
    run.commands.script(["init", succeeds], ["plan", stopped]);
    expect(await planVpc()).toMatchObject({
      ok: false,
      interrupted: true,
      failure: { errors: ["Interrupted by you"], fix: "nothing was changed; to see the plan: glrunner plan" },
    });
  });

  it("does not clear the record of a lost Terraform", async () => {
    run.commands.script(["init", succeeds], ["plan", plansChanges], ["show", shown]);
    await planVpc();
    expect(readJournal(run.folder).map(({ kind }) => kind)).not.toContain("stack-done");
  });
});

const vpc = { mode: "managed", type: "aws_vpc", name: "this", instances: [{}] };
