/** Several stages are planned at the same time, by a stand-in for Terraform whose plans end when the test says so. */
import { readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { stages, type StageName } from "../../../src/config/stages";
import type { CommandResult, RunCommand } from "../../../src/clients/system/command";
import { readJournal } from "../../../src/run/journal/journal";
import { runLockPath } from "../../../src/run/locks/run-lock";
import { plan } from "../../../src/run/planning/plan";
import { planText, resource } from "../../review/plans";
import { failsWith, printsState as stateOf } from "../../support/scripted-commands";
import { scriptedRun, type ScriptedRun } from "../../support/scripted-run";

const done: CommandResult = { status: 0, stdout: "", stderr: "" };
const deployed = {
  ...done,
  ...stateOf(1, { mode: "managed", type: "aws_vpc", name: "this", instances: [{}] }),
};
const changed: CommandResult = { ...done, status: 2 };
const failed = (error: string): CommandResult => ({ ...done, ...failsWith(error) });

function until(condition: () => boolean): Promise<void> {
  const look = () => {
    if (!condition()) throw new Error("not yet");
  };
  return vi.waitFor(look, { interval: 1 });
}

/** A Terraform whose every stage is deployed. */
class StandIn {
  /** `STAGE COMMAND`, when it begins; `STAGE planned`, when a plan ends. */
  readonly log: string[] = [];
  /** The stages that are planned now. */
  readonly running = new Map<string, (result: CommandResult) => void>();
  /** The most at a time. */
  most = 0;

  readonly execute: RunCommand = async ([, ...args], { cwd, signal, onLine }) => {
    const [command = ""] = args;
    const stage = basename(cwd);
    this.log.push(`${stage} ${command}`);
    if (command === "state") return deployed;
    if (command === "show")
      return { ...done, stdout: planText({ resources: [resource(`aws_vpc.${stage}`, { after: {} })] }) };
    if (command !== "plan") return done;
    const result = await new Promise<CommandResult>((resolve) => {
      this.running.set(stage, resolve);
      this.most = Math.max(this.most, this.running.size);
      signal?.addEventListener("abort", () => {
        resolve({ ...failed("interrupted"), status: undefined });
      });
    });
    this.running.delete(stage);
    this.log.push(`${stage} planned`);
    const out = args.find((word) => word.startsWith("-out="))?.slice("-out=".length);
    if (out !== undefined) writeFileSync(out, "");
    for (const line of result.stdout.split("\n")) onLine?.(line);
    return result;
  };

  /** Waits until exactly these are planned. */
  plans(...names: readonly StageName[]): Promise<void> {
    return until(() => [...this.running.keys()].sort().join() === [...names].sort().join());
  }

  end(stage: StageName, result = changed): void {
    this.running.get(stage)?.(result);
  }
}

describe("plans of several stages", () => {
  let run: ScriptedRun;
  let terraform: StandIn;
  beforeEach(async () => {
    run = await scriptedRun(stages);
    terraform = new StandIn();
  });
  afterEach(async () => {
    await run.close();
  });

  const planAll = (atOnce: number) =>
    plan({ ...run.options, execute: terraform.execute, atOnce }, run.stacks);
  /** What the run left of its lock and its plans. */
  const left = () =>
    readdirSync(run.folder).filter((name) => name === basename(runLockPath("")) || name.endsWith(".tfplan"));
  const kinds = (stack: string) =>
    run.events.flatMap((event) => ("stack" in event && event.stack === stack ? [event.kind] : []));

  it("run at the same time, and are returned in deploy order", async () => {
    const outcome = planAll(4);
    for (const [at, stage] of [...stages].reverse().entries()) {
      await terraform.plans(...stages.slice(0, stages.length - at));
      terraform.end(stage);
    }
    const planned = stages.map((stack) => ({
      stack,
      plan: { resource_changes: [{ address: `aws_vpc.${stack}` }] },
    }));
    expect(await outcome).toMatchObject({ ok: true, planned, notYet: [] });
  });

  it("are initialised one after the other, before the first of them", async () => {
    const outcome = planAll(4);
    await terraform.plans(...stages);
    const inits = stages.flatMap((stage, at) => [
      ...(at === 0 ? [] : [`${stages[at - 1] ?? ""} state`]),
      `${stage} init`,
    ]);
    expect(terraform.log).toEqual([...inits, ...stages.map((stage) => `${stage} plan`)]);
    for (const stage of stages) terraform.end(stage);
    await outcome;
  });

  it("are not more than the machine has room for", async () => {
    const outcome = planAll(2);
    await terraform.plans("vpc", "eks");
    expect(kinds("addons")).not.toContain("stack-started");
    terraform.end("eks");
    await terraform.plans("vpc", "addons");
    terraform.end("addons");
    await terraform.plans("vpc", "runners");
    terraform.end("vpc");
    terraform.end("runners");
    expect(await outcome).toMatchObject({ ok: true });
    expect(terraform.most).toBe(2);
  });

  it("continue after one fails, and every failure is reported with the plans of the others", async () => {
    const outcome = planAll(4);
    await terraform.plans(...stages);
    terraform.end("addons", failed("no such role"));
    terraform.end("vpc", failed("no such zone"));
    await terraform.plans("eks", "runners");
    terraform.end("runners");
    terraform.end("eks");
    expect(await outcome).toMatchObject({
      ok: false,
      failure: { stack: "vpc", during: "plan", code: "terraform-failed", errors: ["no such zone"] },
      others: [{ stack: "addons", errors: ["no such role"] }],
      planned: [{ stack: "eks" }, { stack: "runners" }],
    });
    expect(left()).toEqual([]);
    expect(kinds("eks").at(-1)).toBe("planned");
    expect(kinds("runners").at(-1)).toBe("planned");
  });

  it("continue after an unexpected error in one of them", async () => {
    const { execute } = terraform;
    const broken: RunCommand = (command, options) =>
      command[1] === "show" && options.cwd.endsWith("eks")
        ? Promise.resolve({ ...done, stdout: "no plan" })
        : execute(command, options);
    const outcome = plan({ ...run.options, execute: broken, atOnce: 2 }, run.stacks);
    for (const stage of stages) {
      await until(() => terraform.running.has(stage));
      terraform.end(stage);
    }
    expect(await outcome).toMatchObject({ ok: false, failure: { stack: "eks", code: "unexpected" } });
    expect(kinds("runners").at(-1)).toBe("planned");
  });

  it("all end at an interruption, and no other plan begins", async () => {
    const outcome = planAll(2);
    await terraform.plans("vpc", "eks");
    run.interruption.abort();
    expect(await outcome).toMatchObject({
      ok: false,
      interrupted: true,
      failure: { code: "interrupted", errors: ["Interrupted by you"] },
    });
    expect(left()).toEqual([]);
    expect(terraform.log.slice(-2).sort()).toEqual(["eks planned", "vpc planned"]);
    expect(kinds("addons")).toEqual(["step-started", "step-done"]);
    expect(readJournal(run.folder).at(-1)).toMatchObject({ kind: "run-ended", outcome: "interrupted" });
  });

  it("end before a retried stage is initialised, which may replace their providers", async () => {
    const outcome = planAll(2);
    await terraform.plans("vpc", "eks");
    terraform.end("vpc", failed("ThrottlingException: Rate exceeded"));
    await terraform.plans("eks");
    await until(() => kinds("vpc").filter((kind) => kind === "stack-started").length === 2);
    const inits = () => terraform.log.filter((line) => line === "vpc init").length;
    expect(inits()).toBe(1);
    terraform.end("eks");
    await terraform.plans("vpc", "addons");
    expect(inits()).toBe(2);
    expect(terraform.log.lastIndexOf("vpc init")).toBeLessThan(terraform.log.indexOf("addons plan"));
    for (const stage of ["vpc", "addons"] as const) terraform.end(stage);
    await terraform.plans("runners");
    terraform.end("runners");
    expect(await outcome).toMatchObject({ ok: true });
  });

  it("leave out a stage above a state of another cluster, which the lower stage reports", async () => {
    const arn = "arn:aws:ec2:us-west-2:111111111111:vpc/vpc-1";
    const instances = [{ schema_version: 0, attributes: { arn, tags: { "glrunner/cluster": "other" } } }];
    const foreign = stateOf(3, {
      ...{ mode: "managed", type: "aws_vpc", name: "this", module: "module.vpc", provider: "aws", instances },
    });
    writeFileSync(join(run.stacks[0]?.folder ?? "", "state"), foreign.stdout ?? "");
    const outcome = planAll(4);
    await terraform.plans("addons", "runners");
    for (const stage of ["addons", "runners"] as const) terraform.end(stage);
    expect(await outcome).toMatchObject({
      ...{ ok: false, failure: { stack: "vpc", code: "state-of-another-owner" }, others: [] },
    });
    expect(kinds("eks")).toContain("stack-skipped");
    expect(kinds("eks")).not.toContain("stack-started");
  });
});
