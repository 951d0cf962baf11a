/**
 * Terraform on a disk that is full all at once, in the middle of an apply: whatever it can still say or save, what it
 * made is in the state afterwards.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findRequirements } from "../../src/emulator/requirements";
import type { RunStack, StackSession } from "../../src/run/context";
import { describeProcess } from "../../src/clients/system/process";
import { openJournal, readJournal } from "../../src/run/journal/journal";
import { isRecorded, reserveDiskSpace, repairStateFile, pushErroredState } from "../../src/run/errored-state";
import { addressesIn, readState } from "../../src/clients/terraform/state-document";
import { stackIn } from "../support/run-context";
import { canMountDisk, fillDisk, freeDisk, withDisk } from "../support/small-disk";

interface Place {
  /** Has room for a reserve, and not much more. */
  readonly disk: string;
  readonly elsewhere: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

async function onSmallDisk(use: (place: Place) => Promise<void>): Promise<void> {
  const elsewhere = mkdtempSync(join(tmpdir(), "glrunner-disk-"));
  const disk = join(elsewhere, "disk");
  try {
    await withDisk(disk, 16, () =>
      use({ disk, elsewhere, env: { PATH: process.env.PATH, HOME: elsewhere } }),
    );
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
}

/** Stands for what a state holds. */
const secret = "glrt-canary";

/** What fills the disk is made, and cannot be recorded; Terraform stops then, as a rule before what comes after it. */
function writeStack(folder: string, disk: string, ...names: readonly string[]): RunStack {
  mkdirSync(folder, { recursive: true });
  const command = `cat /dev/zero > ${join(disk, "others")} || true`;
  const resource = (name: string) => ({
    // Much more than a file system still gives when it calls itself full.
    input: `\${join("-${secret.repeat(10)}-", range(1024))}`,
    ...(name === "after" && { depends_on: ["terraform_data.fills"] }),
    ...(name === "fills" && { provisioner: [{ "local-exec": { command } }] }),
  });
  const terraform = { backend: { local: { path: join(disk, "vpc.tfstate") } } };
  const terraform_data = Object.fromEntries(names.map((name) => [name, resource(name)]));
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ terraform, resource: { terraform_data } }));
  return { name: "vpc", folder };
}

const made = ["terraform_data.before", "terraform_data.fills"];

async function apply({ run, name, terraform, planFile, logFile: log }: StackSession) {
  expect(await terraform.plan(planFile)).toMatchObject({ ok: true });
  const onStart = (pid: number) => {
    const at = new Date().toISOString();
    const process = describeProcess(pid);
    run.journal.write({ at, kind: "terraform-started", stack: name, process, log });
  };
  return terraform.apply(planFile, { log, onStart });
}

/** After somebody made room. */
async function recorded(stack: StackSession, disk: string): Promise<readonly string[]> {
  freeDisk(disk);
  repairStateFile(stack);
  expect(await stack.terraform.init()).toMatchObject({ ok: true });
  await pushErroredState(stack);
  expect(existsSync(join(stack.folder, "errored.tfstate"))).toBe(false);
  // A second time there is nothing to do.
  await pushErroredState(stack);
  const state = readState(await stack.terraform.pull());
  return state === undefined ? [] : addressesIn(state);
}

const requirements = await findRequirements();
describe.skipIf(!requirements.ok || !canMountDisk)("a disk that is full in the middle of an apply", () => {
  it("has room for the state and for what Terraform says, wherever all of it is", async () => {
    await onSmallDisk(async ({ disk, env }) => {
      const written = writeStack(join(disk, "stack"), disk, "before", "fills", "after");
      const stack = stackIn(join(disk, "run"), written, { env });
      await stack.terraform.init();
      const giveBack = reserveDiskSpace(stack);
      const applied = await apply(stack);
      giveBack();
      expect(applied).toMatchObject({ ok: false, lost: false });
      const errors = applied.ok ? [] : applied.errors;
      expect(errors.join("\n")).toContain("no space left on device");
      expect(errors.join("\n")).toContain('written to the file "errored.tfstate"');
      expect(isRecorded(stack, errors)).toBe(true);
      expect(await recorded(stack, disk)).toEqual(expect.arrayContaining(made));
    });
  });

  it("leaves the state as it was when there is no room for its copy", async () => {
    await onSmallDisk(async ({ disk, elsewhere, env }) => {
      const folder = join(elsewhere, "stack");
      const stack = stackIn(join(elsewhere, "run"), writeStack(folder, disk, "before"), { env });
      await stack.terraform.init();
      const first = await apply(stack);
      expect(first.ok).toBe(true);
      const before = readFileSync(join(disk, "vpc.tfstate"), "utf8");
      writeStack(folder, disk, "before", "fills", "after");
      const applied = await apply(stack);
      expect(applied.ok ? "" : applied.errors.join("\n")).toContain("failed to write to local state backup");
      expect(readFileSync(join(disk, "vpc.tfstate"), "utf8")).toBe(before);
      expect(await recorded(stack, disk)).toEqual(expect.arrayContaining(made));
    });
  });

  it("takes the state from what Terraform printed, which is in no error", async () => {
    await onSmallDisk(async ({ disk, elsewhere, env }) => {
      const written = writeStack(join(disk, "stack"), disk, "before", "fills", "after");
      const stack = stackIn(join(elsewhere, "run"), written, { env });
      await stack.terraform.init();
      const applied = await apply(stack);
      const errors = applied.ok ? [] : applied.errors;
      expect(errors.join("\n")).toContain("the raw state data is printed above");
      expect(errors.join("\n")).not.toContain(secret);
      expect(isRecorded(stack, errors)).toBe(true);
      expect(await recorded(stack, disk)).toEqual(expect.arrayContaining(made));
    });
  });

  it("is named when Terraform could say nothing", async () => {
    await onSmallDisk(async ({ disk, elsewhere, env }) => {
      const written = writeStack(join(elsewhere, "stack"), disk, "before", "fills", "after");
      const stack = stackIn(join(disk, "run"), written, { env });
      await stack.terraform.init();
      const applied = await apply(stack);
      expect(applied).toMatchObject({ ok: false, errors: [`no space left on device: ${stack.run.folder}`] });
      expect(await recorded(stack, disk)).toEqual(expect.arrayContaining(made));
    });
  });

  it("takes no half line of the journal, and all of them when there is room again", async () => {
    await onSmallDisk(({ disk }) => {
      const journal = openJournal(disk, "one");
      const failed = (stack: string, size: number) => {
        journal.write({ at: "", kind: "stack-failed", stack, errors: ["x".repeat(size)] });
      };
      failed("vpc", 1);
      fillDisk(disk);
      // More than the rest of the block that the first line is in.
      failed("eks", 10_000);
      expect(journal.problem()).toContain("no space left");
      expect(readFileSync(join(disk, "journal.jsonl"), "utf8").split("\n")).toHaveLength(2);
      freeDisk(disk);
      failed("addons", 1);
      expect(journal.problem()).toBeUndefined();
      const stacks = readJournal(disk).map((line) => ("stack" in line ? line.stack : ""));
      expect(stacks).toEqual(["vpc", "eks", "addons"]);
      return Promise.resolve();
    });
  });
});
