import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { destroy, type DestroyOutcome } from "../../src/run/destroy";
import { openJournal } from "../../src/run/journal/journal";
import { planText, resource } from "../review/plans";
import { noCluster } from "../support/scripted-aws";
import { applies, printsState, plansChanges, prints, succeeds } from "../support/scripted-commands";
import { scriptedRun, type ScriptedRun } from "../support/scripted-run";

const made = { mode: "managed", type: "terraform_data", name: "a", instances: [{}] };
const deletes = prints(planText({ resources: [resource("terraform_data.a", { before: { input: "a" } })] }));
const nothing = prints("");

describe("a destroy", () => {
  let run: ScriptedRun;
  beforeEach(async () => {
    run = await scriptedRun(["vpc", "eks", "runners"]);
    run.aws.answers.set("GET /clusters/ci", noCluster);
  });
  afterEach(async () => {
    run.commands.expectDone();
    await run.close();
  });

  const destroyStage = (...names: readonly string[]): Promise<DestroyOutcome> =>
    destroy(
      run.options,
      run.stacks.filter(({ name }) => names.includes(name)),
    );
  /** Of a stage that was looked at already. */
  const destroys = [
    ["plan -destroy", plansChanges],
    ["show", deletes],
    ["state pull", printsState(1, made)],
    ["state pull", printsState(1, made)],
    ["apply", applies(0)],
  ] as const;

  it("plans with -destroy, asks, applies, and skips the health check", async () => {
    run.commands.script(["init", succeeds], ["state pull", printsState(1, made)], ...destroys);
    expect(await destroyStage("runners")).toMatchObject({ ok: true, stacks: [{ stack: "runners" }] });
    expect(run.requests).toMatchObject([{ destroys: true }]);
    const steps = run.events.flatMap((event) => (event.kind === "step-started" ? [event.step] : []));
    expect(steps).toEqual(["init", "plan", "review", "destroy"]);
  });

  const bucket = (force_destroy: boolean | null) => ({
    ...{ mode: "managed", type: "aws_s3_bucket", name: "cache" },
    instances: [{ attributes: { bucket: "ci-cache", force_destroy } }],
  });
  const listing = "GET /ci-cache?versions&max-keys=1";
  const filled = "<ListVersionsResult><Version></Version></ListVersionsResult>";
  const missing = [404, "<Error><Code>NoSuchBucket</Code></Error>"] as const;

  it.each([false, null])(
    "stops before anything at a bucket that holds objects and keeps them: %s",
    async (kept) => {
      run.aws.answers.set(listing, filled);
      run.commands.script(["init", succeeds], ["state pull", printsState(1, bucket(kept))]);
      const { ok, ...outcome } = await destroyStage("runners");
      expect(ok).toBe(false);
      expect(outcome).toMatchObject({
        failure: {
          code: "destroy-blocked",
          errors: ["the bucket ci-cache holds objects, and this destroy does not delete them"],
          fix: expect.stringContaining("aws s3 rm s3://ci-cache --recursive") as unknown,
        },
      });
      expect(run.requests).toEqual([]);
    },
  );

  it("stops at a bucket whose objects it cannot list", async () => {
    run.aws.answers.set(listing, [403, "<Error><Code>AccessDenied</Code></Error>"]);
    run.commands.script(["init", succeeds], ["state pull", printsState(1, bucket(false))]);
    expect(await destroyStage("runners")).toMatchObject({ ok: false, failure: { code: "destroy-blocked" } });
  });

  it.each([
    ["holds objects", filled, 1],
    ["cannot be looked into", [403, "<Error><Code>AccessDenied</Code></Error>"] as const, 1],
    ["is empty", "<ListVersionsResult></ListVersionsResult>", 0],
    ["is gone", missing, 0],
  ])("reports the objects that it deletes before it asks, where the bucket %s", async (_, answer, count) => {
    run.aws.answers.set(listing, answer);
    run.commands.script(["init", succeeds], ["state pull", printsState(1, bucket(true))], ...destroys);
    expect(await destroyStage("runners")).toMatchObject({ ok: true });
    const kinds = run.events.map(({ kind }) => kind);
    const before = kinds.slice(0, kinds.indexOf("planned"));
    expect(before.filter((kind) => kind === "deletes-data")).toHaveLength(count);
  });

  it("skips a stage with an empty state, and sweeps only after the lowest stage", async () => {
    run.commands.script(["init", succeeds], ["state pull", nothing]);
    const outcome = await destroyStage("runners");
    expect(outcome).toMatchObject({
      ok: true,
      stacks: [{ stack: "runners", skipped: expect.any(String) as unknown }],
    });
    expect(outcome.sweep).toBeUndefined();
    expect(run.requests).toEqual([]);
  });

  it("is refused while a stage above is deployed, with the command that destroys both", async () => {
    run.commands.script(["init", succeeds], ["state pull", printsState(1, made)]);
    expect(await destroyStage("eks")).toMatchObject({
      ok: false,
      failure: { fix: "destroy it too: glrunner destroy runners eks" },
    });
  });

  it("is refused if the state of a stage above cannot be read", async () => {
    run.commands.script(["init", { status: 1, stderr: "Error: no such backend" }]);
    expect(await destroyStage("eks")).toMatchObject({
      ok: false,
      failure: { errors: [expect.stringContaining("runners") as unknown] },
    });
  });

  it("reports the fix of the catalogue if init fails", async () => {
    run.commands.script(["init", { status: 1, stderr: "Error: Backend configuration changed" }]);
    expect(await destroyStage("runners")).toMatchObject({
      ok: false,
      failure: { stack: "runners", fix: expect.stringContaining("glrunner state move") as unknown },
    });
  });

  it("is blocked if the objects in the cluster cannot be listed", async () => {
    run.aws.answers.delete("GET /clusters/ci");
    run.commands.script(["init", succeeds], ["state pull", printsState(1, made)]);
    expect(await destroyStage("runners")).toMatchObject({ ok: false, failure: { stack: "runners" } });
    expect(run.requests).toEqual([]);
  });

  it("reconciles a stage in which a Terraform was lost, even with an empty state", async () => {
    const at = "2026-11-24T12:00:00Z";
    const process = { pid: 1, host: "here", boot: "before" };
    const journal = openJournal(run.folder, "lost");
    journal.write({ at, kind: "run-started", command: "deploy", stacks: ["runners"] });
    journal.write({ at, kind: "terraform-started", stack: "runners", process, log: "/runners.log" });
    run.commands.script(
      ...([
        ["init", succeeds],
        ["state pull", nothing],
      ] as const),
      // The reconciliation plans as a deploy would, to find what exists.
      ...([
        ["plan", plansChanges],
        ["show", prints(planText({}))],
      ] as const),
      ...destroys,
    );
    expect(await destroyStage("runners")).toMatchObject({ ok: true });
  });
});
