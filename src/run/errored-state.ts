/**
 * A state that Terraform could not write where it belongs, above all because the disk was full. Terraform then saves it
 * in the stack's folder, or prints it when there is no room either, and leaves the state's file cut off in the middle.
 * Room for the first is kept, and whatever it was, it is put right before the stack is looked at again.
 */
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import * as z from "zod";
import type { RunStack, StackSession } from "./context";
import { noSpace, stateNotWritten } from "./errors/entries/state";
import { parseJson } from "../clients/system/json";
import { workingIn } from "./locks/stale-lock";
import { readState, type StateDocument } from "../clients/terraform/state-document";

/** Where Terraform saves a state that its backend did not take. */
const erroredState = "errored.tfstate";

/** Half of what a run looks for before it begins. */
const reserveBytes = 8 * 1024 * 1024;
/** A state, since Terraform reads what it is about to write over; it refuses to push one of another lineage. */
const reserveStart =
  '{"version":4,"terraform_version":"1.11.0","serial":0,"lineage":"glrunner-reserve","outputs":{},"resources":[]}';

/**
 * Keeps room for a state, and for Terraform's last words, on a disk that may be full by then: Terraform empties the file
 * right before it writes.
 * @returns what gives the room back when it was not needed
 * @throws when there is no room now, or a state is there already
 */
export function keepRoom({ folder }: RunStack): () => void {
  const path = join(folder, erroredState);
  const release = () => {
    if (existsSync(path) && isReserve(path)) rmSync(path);
  };
  if (isState(path) && !isReserve(path)) {
    throw new Error(`${path} holds a state that could not be written: run glrunner resume, which does it`);
  }
  try {
    writeFileSync(path, reserveStart.padEnd(reserveBytes), { mode: 0o600 });
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
  return release;
}

/**
 * Whether all that a Terraform did which ended by itself is in the state, or in what it saved or printed.
 * @param errors it told
 */
export function isRecorded(stack: StackSession, errors: readonly string[]): boolean {
  const unwritten = errors.some((error) => [noSpace, stateNotWritten].some((pattern) => pattern.test(error)));
  return !unwritten || savedState(stack) !== undefined;
}

/** Before `terraform init`, which reads the state: a local one that was cut off gives way to the one before it. */
export function mendStateFile(stack: StackSession): void {
  const path = localPath(stack);
  if (path === undefined || !existsSync(path)) return;
  const backup = `${path}.backup`;
  // Terraform takes an empty file for no state at all.
  const isWhole = () => (statSync(path).size === 0 ? !existsSync(backup) : isState(path));
  // What a Terraform is writing at this moment is whole when it has ended.
  if (isWhole()) return;
  const working = workingIn(stack.folder);
  if (typeof working === "number" || isWhole()) return;
  if (working === "unknown" && existsSync(lockInfoOf(path))) throw new Error(perhapsWritten(path));
  copyFileSync(path, join(stack.run.folder, `${stack.name}.cut-off.tfstate`));
  if (!isState(backup)) {
    rmSync(path);
    return;
  }
  // In one step, so that whoever is killed here leaves one of the two.
  copyFileSync(backup, `${path}.draft`);
  renameSync(`${path}.draft`, path);
}

/** Terraform has it beside a local state for as long as it holds that one's lock; one that was killed leaves it. */
const lockInfoOf = (state: string) => join(dirname(state), `.${basename(state)}.lock.info`);

function perhapsWritten(path: string): string {
  return `${path} is cut off, and this system does not tell whether a Terraform still writes it: when none does, remove ${lockInfoOf(path)} and run glrunner resume`;
}

/** After `terraform init`, which says where the state belongs. @throws when it is refused there */
export async function putBackState(stack: StackSession): Promise<void> {
  const file = join(stack.folder, erroredState);
  const saved = savedState(stack);
  if (saved === undefined) {
    // Where nobody knows, it stays: the next apply fills it anew, and gives it back.
    if (existsSync(file) && isReserve(file) && workingIn(stack.folder) === "none") rmSync(file);
    return;
  }
  const { terraform } = stack;
  const draft = `${file}.draft`;
  const isLocal = localPath(stack) !== undefined;
  writeFileSync(draft, isLocal ? after(saved, readState(await terraform.pull())) : saved, { mode: 0o600 });
  renameSync(draft, file);
  await terraform.push(file);
  // The log goes last: it may hold the same state, and shows whose lock the push met.
  rmSync(file);
  rmSync(stack.logFile, { force: true });
}

/**
 * Where Terraform could not even copy a local state before it writes, it saves the new one under the old one's number.
 * Elsewhere one of that number is somebody else's, and Terraform refuses to write over it.
 */
function after(saved: string, { lineage, serial }: Partial<StateDocument> = {}): string {
  const { data } = stateSchema.safeParse(parseJson(saved));
  if (data === undefined || data.lineage !== lineage || data.serial !== serial) return saved;
  return saved.replace(/"serial":\s*\d+/, `"serial": ${serial + 1}`);
}

function savedState(stack: StackSession): string | undefined {
  const file = join(stack.folder, erroredState);
  if (isState(file) && !isReserve(file)) return readFileSync(file, "utf8");
  return printedState(stack.logFile);
}

/** As it was printed, since its numbers may have more digits than those of JavaScript. */
function printedState(log: string): string | undefined {
  if (!existsSync(log)) return undefined;
  const text = readFileSync(log, "utf8");
  const line = text.split("\n").find((each) => each.includes('"@message":"Emergency state dump"'));
  const printed = /"state":(\{.*\}),"type":"[^"]*"\}$/.exec(line ?? "")?.[1];
  return printed !== undefined && isStateText(printed) ? printed : undefined;
}

const stateSchema = z.object({ version: z.number(), lineage: z.string(), serial: z.number() });

const isStateText = (text: string) => stateSchema.safeParse(parseJson(text)).success;

function isState(path: string): boolean {
  return existsSync(path) && isStateText(readFileSync(path, "utf8"));
}

function isReserve(path: string): boolean {
  return readFileSync(path, "utf8").startsWith(reserveStart);
}

const localSchema = z.object({
  terraform: z.object({ backend: z.object({ local: z.object({ path: z.string() }) }) }),
});

/** Undefined where the state is kept elsewhere. */
function localPath({ folder }: RunStack): string | undefined {
  const file = join(folder, "cdk.tf.json");
  if (!existsSync(file)) return undefined;
  const parsed = localSchema.safeParse(parseJson(readFileSync(file, "utf8")));
  return parsed.success ? parsed.data.terraform.backend.local.path : undefined;
}
