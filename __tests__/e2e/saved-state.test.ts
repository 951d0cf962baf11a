/**
 * The disk becomes full in the middle of an apply. Whatever Terraform can still print or save, the state holds the
 * resources that it created once the disk has room again.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findRequirements } from "../../src/emulator/requirements";
import type { RunStack, StackSession } from "../../src/run/context";
import { describeProcess } from "../../src/clients/system/process";
import { openJournal, readJournal } from "../../src/run/journal/journal";
import { isRecorded, reserveDiskSpace, pushErroredState } from "../../src/run/state-repair/errored-state";
import { repairStateFile } from "../../src/run/state-repair/truncated-state";
import { addressesIn, readState } from "../../src/clients/terraform/state-document";
import { stackIn } from "../support/run-context";
import { canMountDisk, fillDisk, freeDisk, withDisk } from "../support/small-disk";

interface SmallDisk {
  /** A file system with space for the reserve, and not much more. */
  readonly disk: string;
  /** A folder on a disk that does not become full. */
  readonly otherDisk: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

async function onSmallDisk(use: (smallDisk: SmallDisk) => Promise<void>): Promise<void> {
  const otherDisk = mkdtempSync(join(tmpdir(), "glrunner-disk-"));
  const disk = join(otherDisk, "disk");
  try {
    await withDisk(disk, 16, () =>
      use({ disk, otherDisk, env: { PATH: process.env.PATH, HOME: otherDisk } }),
    );
  } finally {
    rmSync(otherDisk, { recursive: true, force: true });
  }
}

/** Stands for a secret in the state. */
const secret = "glrt-canary";

/**
 * Writes a stack with the named resources. The resource `fills` fills the disk: Terraform creates it, cannot record it, and
 * usually stops before it creates `after`.
 */
function writeStack(folder: string, disk: string, ...names: readonly string[]): RunStack {
  mkdirSync(folder, { recursive: true });
  const command = `cat /dev/zero > ${join(disk, "others")} || true`;
  const resource = (name: string) => ({
    // Much more data than a full file system still accepts.
    input: `\${join("-${secret.repeat(10)}-", range(1024))}`,
    ...(name === "after" && { depends_on: ["terraform_data.fills"] }),
    ...(name === "fills" && { provisioner: [{ "local-exec": { command } }] }),
  });
  const terraform = { backend: { local: { path: join(disk, "vpc.tfstate") } } };
  const terraform_data = Object.fromEntries(names.map((name) => [name, resource(name)]));
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ terraform, resource: { terraform_data } }));
  return { name: "vpc", folder };
}

const created = ["terraform_data.before", "terraform_data.fills"];

async function apply({ run, name, terraform, planFile, logFile: log }: StackSession) {
  expect(await terraform.plan(planFile)).toMatchObject({ ok: true });
  const onStart = (pid: number) => {
    const at = new Date().toISOString();
    const process = describeProcess(pid);
    run.journal.write({ at, kind: "terraform-started", stack: name, process, log });
  };
  return terraform.apply(planFile, { log, onStart });
}

/** Makes room on the disk, repairs the state, and returns the addresses in it. */
async function recoverAddresses(stack: StackSession, disk: string): Promise<readonly string[]> {
  freeDisk(disk);
  repairStateFile(stack);
  expect(await stack.terraform.init()).toMatchObject({ ok: true });
  await pushErroredState(stack);
  expect(existsSync(join(stack.folder, "errored.tfstate"))).toBe(false);
  // A second push changes nothing.
  await pushErroredState(stack);
  const state = readState(await stack.terraform.pull());
  return state === undefined ? [] : addressesIn(state);
}

const requirements = await findRequirements();
describe.skipIf(!requirements.ok || !canMountDisk)("a disk that becomes full during an apply", () => {
  it("holds the state and Terraform's errors in the reserved space, even if all files are on it", async () => {
    await onSmallDisk(async ({ disk, env }) => {
      const written = writeStack(join(disk, "stack"), disk, "before", "fills", "after");
      const stack = stackIn(join(disk, "run"), written, { env });
      await stack.terraform.init();
      const releaseReserve = reserveDiskSpace(stack);
      const applied = await apply(stack);
      releaseReserve();
      expect(applied).toMatchObject({ ok: false, lost: false });
      const errors = applied.ok ? [] : applied.errors;
      expect(errors.join("\n")).toContain("no space left on device");
      expect(errors.join("\n")).toContain('written to the file "errored.tfstate"');
      expect(isRecorded(stack, errors)).toBe(true);
      expect(await recoverAddresses(stack, disk)).toEqual(expect.arrayContaining(created));
    });
  });

  it("does not damage the state file when its backup does not fit", async () => {
    await onSmallDisk(async ({ disk, otherDisk, env }) => {
      const folder = join(otherDisk, "stack");
      const stack = stackIn(join(otherDisk, "run"), writeStack(folder, disk, "before"), { env });
      await stack.terraform.init();
      const firstApply = await apply(stack);
      expect(firstApply.ok).toBe(true);
      const before = readFileSync(join(disk, "vpc.tfstate"), "utf8");
      writeStack(folder, disk, "before", "fills", "after");
      const applied = await apply(stack);
      expect(applied.ok ? "" : applied.errors.join("\n")).toContain("failed to write to local state backup");
      expect(readFileSync(join(disk, "vpc.tfstate"), "utf8")).toBe(before);
      expect(await recoverAddresses(stack, disk)).toEqual(expect.arrayContaining(created));
    });
  });

  it("loses no state if Terraform can only print it, and the errors do not contain it", async () => {
    await onSmallDisk(async ({ disk, otherDisk, env }) => {
      const written = writeStack(join(disk, "stack"), disk, "before", "fills", "after");
      const stack = stackIn(join(otherDisk, "run"), written, { env });
      await stack.terraform.init();
      const applied = await apply(stack);
      const errors = applied.ok ? [] : applied.errors;
      expect(errors.join("\n")).toContain("the raw state data is printed above");
      expect(errors.join("\n")).not.toContain(secret);
      expect(isRecorded(stack, errors)).toBe(true);
      expect(await recoverAddresses(stack, disk)).toEqual(expect.arrayContaining(created));
    });
  });

  it("is reported if Terraform could not print an error", async () => {
    await onSmallDisk(async ({ disk, otherDisk, env }) => {
      const written = writeStack(join(otherDisk, "stack"), disk, "before", "fills", "after");
      const stack = stackIn(join(disk, "run"), written, { env });
      await stack.terraform.init();
      const applied = await apply(stack);
      expect(applied).toMatchObject({ ok: false, errors: [`no space left on device: ${stack.run.folder}`] });
      expect(await recoverAddresses(stack, disk)).toEqual(expect.arrayContaining(created));
    });
  });

  it("holds no partial line of the journal, and holds all lines once it has room again", async () => {
    await onSmallDisk(({ disk }) => {
      const journal = openJournal(disk, "one");
      const writeFailure = (stack: string, size: number) => {
        journal.write({ at: "", kind: "stack-failed", stack, errors: ["x".repeat(size)] });
      };
      writeFailure("vpc", 1);
      fillDisk(disk);
      // Larger than the free rest of the first line's block.
      writeFailure("eks", 10_000);
      expect(journal.problem()).toContain("no space left");
      expect(readFileSync(join(disk, "journal.jsonl"), "utf8").split("\n")).toHaveLength(2);
      freeDisk(disk);
      writeFailure("addons", 1);
      expect(journal.problem()).toBeUndefined();
      const stacks = readJournal(disk).map((line) => ("stack" in line ? line.stack : ""));
      expect(stacks).toEqual(["vpc", "eks", "addons"]);
      return Promise.resolve();
    });
  });
});
