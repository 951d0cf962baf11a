import { EventEmitter } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { printer } from "../../src/cli/terminal/printer";
import { deploy, type DeployOptions } from "../../src/run/deploy";
import { openJournal, readJournal } from "../../src/run/journal/journal";
import { inspectLock } from "../../src/run/locks/run-lock";
import { planText, resource } from "../review/plans";
import { noCluster, subnets } from "../support/scripted-aws";
import {
  applies,
  failsWith,
  printsState,
  plansChanges,
  prints,
  succeeds,
} from "../support/scripted-commands";
import { scriptedRun, type ScriptedRun } from "../support/scripted-run";

let run: ScriptedRun;
beforeEach(async () => {
  run = await scriptedRun(["vpc", "runners"]);
  run.aws.answers.set("DescribeSubnets", subnets("subnet-1"));
});
afterEach(async () => {
  run.commands.expectDone();
  await run.close();
});

const creates = (...addresses: readonly string[]) =>
  prints(planText({ resources: addresses.map((address) => resource(address, { after: { name: "n" } })) }));
const outputs = prints(JSON.stringify({ private_subnet_ids: { value: ["subnet-1"], sensitive: false } }));
const throttled = "creating EC2 VPC: ThrottlingException: Rate exceeded";
const unknown = "creating EC2 VPC: AStrangeError";

/** A plan that creates these, looked at twice: when it is approved, and right before it is applied. */
const plans = (...addresses: readonly string[]) =>
  [
    ["plan", plansChanges],
    ["show", creates(...addresses)],
    ["state pull", printsState(1)],
    ["state pull", printsState(1)],
  ] as const;

const deployVpc = (more: Partial<DeployOptions> = {}) =>
  deploy({ ...run.options, ...more }, run.stacks.slice(0, 1));
/** Without pauses. */
const kinds = () =>
  run.events
    .map((event) => (event.kind === "step-started" ? event.step : event.kind))
    .filter((kind) => kind !== "step-done");
/** Fails as Node.js reports it: after the write, as an event that would end the process without a listener. */
function failingStream(code: string) {
  let attempts = 0;
  const write = () => {
    attempts += 1;
    return stream.emit("error", Object.assign(new Error(`write ${code}`), { code }));
  };
  const stream = new EventEmitter();
  return Object.assign(stream, { write, attempts: () => attempts });
}
const throwing = () => {
  throw new Error("write EIO");
};

describe("a deploy", () => {
  it("inits, plans, asks, applies and checks the health, in this order", async () => {
    run.commands.script(
      ["init", succeeds],
      ...plans("aws_vpc.this"),
      ["apply", applies(1)],
      ["output", outputs],
    );
    expect(await deployVpc()).toMatchObject({
      ok: true,
      stacks: [{ stack: "vpc", changes: { add: 1, change: 0, remove: 0 } }],
    });
    expect(kinds()).toEqual([
      ...["run-started", "stack-started", "init", "plan", "planned", "review", "apply", "health"],
      ...["stack-done", "run-ended"],
    ]);
    expect(run.requests).toMatchObject([{ destroys: false, stack: { name: "vpc" } }]);
  });

  it("does not ask for approval without changes", async () => {
    run.commands.script(["init", succeeds], ["plan", succeeds], ["output", outputs]);
    expect(await deployVpc()).toMatchObject({ ok: true, stacks: [{ changes: { add: 0 } }] });
    expect(run.requests).toEqual([]);
  });

  it("deletes the plan file, which is as secret as the state", async () => {
    let existed = false;
    const planFile = join(run.folder, "vpc.tfplan");
    const approve = () => {
      existed = existsSync(planFile);
      return Promise.resolve(false);
    };
    run.commands.script(["init", succeeds], ...plans("aws_vpc.this").slice(0, 3));
    expect(await deployVpc({ approve })).toMatchObject({ ok: false, failure: { during: "review" } });
    expect([existed, existsSync(planFile)]).toEqual([true, false]);
  });

  it("is refused when the stage below is not deployed", async () => {
    run.commands.script(["init", succeeds], ["state pull", prints("")]);
    expect(await deploy(run.options, run.stacks.slice(1))).toMatchObject({
      failure: { code: "stage-below-not-deployed" },
    });
  });

  it("is refused when an earlier run was lost in the middle of a change", async () => {
    const at = "2026-11-24T12:00:00Z";
    const process = { pid: 1, host: "here", boot: "before" };
    const journal = openJournal(run.folder, "lost");
    journal.write({ at, kind: "run-started", command: "deploy", stacks: ["vpc"] });
    journal.write({ at, kind: "terraform-started", stack: "vpc", process, log: "/vpc.log" });
    expect(await deployVpc()).toMatchObject({
      failure: { code: "run-was-lost" },
    });
  });
});

describe("a deploy whose Terraform fails", () => {
  it("retries an error of the catalogue from init on, and does not ask twice", async () => {
    run.commands.script(
      ["init", succeeds],
      ...plans("aws_vpc.this", "aws_eip.this"),
      ["apply", failsWith(throttled)],
      ["init", succeeds],
      ...plans("aws_eip.this"),
      ["apply", applies(1)],
      ["output", outputs],
    );
    expect(await deployVpc()).toMatchObject({ ok: true });
    expect(run.requests).toHaveLength(1);
    expect(run.events.filter(({ kind }) => kind === "stack-started")).toMatchObject([
      { attempt: 1 },
      { attempt: 2 },
    ]);
  });

  it("asks again if the next attempt would change more than was approved", async () => {
    run.commands.script(
      ["init", succeeds],
      ...plans("aws_vpc.this"),
      ["apply", failsWith(throttled)],
      ["init", succeeds],
      ...plans("aws_vpc.this", "aws_eip.more"),
      ["apply", applies(2)],
      ["output", outputs],
    );
    expect(await deployVpc()).toMatchObject({ ok: true });
    expect(run.requests).toHaveLength(2);
  });

  it("stops at an unknown error, and does not start the next stage", async () => {
    run.commands.script(["init", succeeds], ...plans("aws_vpc.this"), ["apply", failsWith(unknown)]);
    expect(await deploy(run.options, run.stacks)).toMatchObject({
      ok: false,
      stacks: [],
      failure: { stack: "vpc", during: "apply", errors: [unknown] },
    });
    expect(readJournal(run.folder).at(-1)).toMatchObject({ kind: "run-ended", outcome: "failed" });
  });

  it("reconciles before the next attempt when a resource already exists", async () => {
    const exists = "creating Security Group (ci): InvalidGroup.Duplicate: the group already exists";
    run.aws.answers.set("GET /clusters/ci", noCluster);
    run.commands.script(
      ["init", succeeds],
      ...plans("terraform_data.a"),
      ["apply", failsWith(exists)],
      ["init", succeeds],
      // The reconciliation makes the plan and reads it.
      ["plan", plansChanges],
      ["show", creates("terraform_data.a")],
      ["state pull", printsState(1)],
      ["state pull", printsState(1)],
      ["apply", applies(1)],
      ["output", outputs],
    );
    expect(await deployVpc()).toMatchObject({ ok: true });
  });
});

describe("a deploy whose plan was approved", () => {
  it.each([
    ["state", "the state", () => printsState(2)],
    [
      "configuration's JSON",
      "the Terraform JSON",
      () => {
        writeFileSync(join(run.stacks[0]?.folder ?? "", "cdk.tf.json"), "{}");
        return printsState(1);
      },
    ],
  ])("applies nothing when the %s changed meanwhile", async (_, what, change) => {
    const [plan, show, first] = plans("aws_vpc.this");
    run.commands.script(["init", succeeds], plan, show, first);
    const approve = () => {
      run.commands.script(["state pull", change()]);
      return Promise.resolve(true);
    };
    expect(await deployVpc({ approve })).toMatchObject({
      failure: { during: "review", errors: [`${what} changed after the plan was approved`] },
    });
  });

  it("fails if the health check of the stage fails", async () => {
    run.aws.answers.set("DescribeSubnets", subnets());
    run.commands.script(
      ["init", succeeds],
      ...plans("aws_vpc.this"),
      ["apply", applies(1)],
      ["output", outputs],
    );
    expect(await deploy(run.options, run.stacks)).toMatchObject({
      failure: { stack: "vpc", during: "health", errors: ["subnet subnet-1 is not available"] },
    });
  });
});

describe("a deploy that the user interrupts", () => {
  const interrupt = () => {
    run.interruption.abort();
  };
  const interrupted = { ok: false, interrupted: true, failure: { errors: ["Interrupted by you"] } };

  it("during an apply reports none of the errors that Terraform prints while it stops", async () => {
    const stopping = "Failed to instantiate provider: plugin was not compiled for this architecture";
    const apply = { ...failsWith(stopping), meanwhile: interrupt };
    run.commands.script(["init", succeeds], ...plans("aws_vpc.this"), ["apply", apply]);
    expect(await deployVpc()).toMatchObject({
      ...interrupted,
      failure: { stack: "vpc", errors: ["Interrupted by you"], fix: "to continue: glrunner resume" },
    });
    expect(readJournal(run.folder).slice(-2)).toMatchObject([
      { kind: "stack-failed", errors: ["Interrupted by you"] },
      { kind: "run-ended", outcome: "interrupted" },
    ]);
    expect(inspectLock(run.folder)).toEqual({ is: "free" });
  });

  it("during a health check does not report an unreachable API", async () => {
    const output = { status: undefined, meanwhile: interrupt };
    run.commands.script(
      ["init", succeeds],
      ...plans("aws_vpc.this"),
      ["apply", applies(1)],
      ["output", output],
    );
    expect(await deployVpc()).toMatchObject(interrupted);
  });

  it("during the approval applies nothing, whatever the answer is", async () => {
    run.commands.script(["init", succeeds], ...plans("aws_vpc.this").slice(0, 3));
    const approve = () => {
      interrupt();
      return Promise.resolve(true);
    };
    expect(await deployVpc({ approve })).toMatchObject(interrupted);
  });

  it("during the wait before a retry does not retry", async () => {
    run.commands.script(["init", succeeds], ...plans("aws_vpc.this"), ["apply", failsWith(throttled)]);
    const onEvent: DeployOptions["onEvent"] = ({ kind }) => {
      if (kind === "retrying") interrupt();
    };
    expect(await deployVpc({ onEvent })).toMatchObject(interrupted);
  });

  it("does not begin the next stage", async () => {
    const output = { ...outputs, meanwhile: interrupt };
    run.commands.script(["init", succeeds], ["plan", succeeds], ["output", output]);
    expect(await deploy(run.options, run.stacks)).toMatchObject({
      ...interrupted,
      stacks: [{ stack: "vpc" }],
      failure: { stack: "runners" },
    });
  });
});

describe("a deploy whose terminal was closed", () => {
  it("continues to its end, and releases its lock", async () => {
    run.commands.script(
      ["init", succeeds],
      ...plans("aws_vpc.this"),
      ["apply", applies(1)],
      ["output", outputs],
    );
    expect(await deployVpc({ onEvent: throwing })).toMatchObject({ ok: true });
    expect(readJournal(run.folder).at(-1)).toMatchObject({ kind: "run-ended", outcome: "done" });
    expect(inspectLock(run.folder)).toEqual({ is: "free" });
  });

  it.each(["EPIPE", "ENOSPC"])(
    "continues to its end when the printer's stream fails with %s",
    async (code) => {
      const stream = failingStream(code);
      const { print } = printer(stream, {});
      run.commands.script(
        ["init", succeeds],
        ...plans("aws_vpc.this"),
        ["apply", applies(1)],
        ["output", outputs],
      );
      const onEvent: DeployOptions["onEvent"] = ({ kind }) => {
        print(`${kind}\n`);
      };
      expect(await deployVpc({ onEvent })).toMatchObject({ ok: true });
      expect(stream.attempts()).toBe(1);
      expect(readJournal(run.folder).at(-1)).toMatchObject({ kind: "run-ended", outcome: "done" });
      expect(existsSync(join(run.folder, "run.lock"))).toBe(false);
    },
  );

  it("records its end when the terminal is lost", async () => {
    run.commands.script(["init", succeeds], ...plans("aws_vpc.this").slice(0, 3));
    const approve = () => Promise.reject(new Error("write EIO"));
    expect(await deployVpc({ approve, onEvent: throwing })).toMatchObject({
      ok: false,
      failure: { errors: ["write EIO"] },
    });
    expect(readJournal(run.folder).at(-1)).toMatchObject({ kind: "run-ended", outcome: "failed" });
    expect(inspectLock(run.folder)).toEqual({ is: "free" });
  });
});
