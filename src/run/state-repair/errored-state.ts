/**
 * Keeps states that Terraform could not write. When the disk is full or the backend refuses the state, Terraform saves it
 * as `errored.tfstate` in the stack's folder, for which a run reserves disk space. If Terraform cannot write this file
 * either, it prints the state to its log. Before the next plan of the stack, the run pushes such a state to its backend. A
 * read-only command pushes nothing. A copy of each replaced file is kept under a new name.
 */
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { RunStack, StackSession } from "../context";
import { noSpace, stateNotWritten } from "../errors/entries/state";
import { terraformProcessIn } from "../locks/stale-lock";
import { readState, stateMark, type StateDocument } from "../../clients/terraform/state-document";
import { copyPath, isEmpty, isReadOnly, localPath, UnusableState } from "./unusable-state";

/** The file in which Terraform saves a state that its backend did not accept. */
const erroredState = "errored.tfstate";

/** In bytes: half of the free space that a run requires before it starts. */
const reserveBytes = 8 * 1024 * 1024;
/** A valid state: Terraform reads the file before it overwrites it, and refuses to push a state with another lineage. */
const reserveStart =
  '{"version":4,"terraform_version":"1.11.0","serial":0,"lineage":"glrunner-reserve","outputs":{},"resources":[]}';

/**
 * Reserves disk space for `errored.tfstate`, in case the disk is full when Terraform has to write it. Terraform truncates
 * the file right before it writes, which frees the space.
 * @returns a function that removes the reserve if Terraform did not use it
 * @throws if the disk is full, or if the file contains an earlier state
 */
export function reserveDiskSpace({ folder }: RunStack): () => void {
  const path = join(folder, erroredState);
  const release = () => {
    if (existsSync(path) && isReserve(path)) rmSync(path);
  };
  if (holdsAnotherState(path)) {
    throw new UnusableState(
      `${path} contains a state that Terraform could not save to its backend`,
      "run `glrunner resume`, which pushes it",
    );
  }
  try {
    const reserve = Buffer.alloc(reserveBytes, " ");
    reserve.write(reserveStart);
    writeFileSync(path, reserve, { mode: 0o600 });
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
  return release;
}

/**
 * Whether all changes of a Terraform that ended are recorded: in its state, or in a state that it saved or printed.
 * @param errors errors that this Terraform reported
 */
export function isRecorded(stack: StackSession, errors: readonly string[]): boolean {
  const unwritten = errors.some((error) => [noSpace, stateNotWritten].some((pattern) => pattern.test(error)));
  return !unwritten || findErroredState(stack) !== undefined;
}

/**
 * Pushes a state that Terraform saved or printed to its backend. Call it after `terraform init`, which configures the backend.
 * @throws if the backend refuses the state, or if the command is read-only
 */
export async function pushErroredState(stack: StackSession): Promise<void> {
  const file = join(stack.folder, erroredState);
  const saved = findErroredState(stack);
  if (saved === undefined) {
    if (!isReadOnly(stack)) clearErroredState(stack, file);
    return;
  }
  if (isReadOnly(stack)) {
    const message = `a state that Terraform could not save is still in ${stack.folder} or in its log`;
    throw new UnusableState(message, "run `glrunner resume`, which pushes it to the backend");
  }
  if (holdsAnotherState(file) && !isState(file)) keepAside(stack, file);
  const { terraform } = stack;
  const draft = `${file}.draft`;
  const isLocal = localPath(stack) !== undefined;
  writeFileSync(draft, isLocal ? withNextSerial(saved, readState(await terraform.pull())) : saved, {
    mode: 0o600,
  });
  renameSync(draft, file);
  await terraform.push(file);
  // Remove the log last: it may contain the same state, and it names the holder of a lock that stopped the push.
  rmSync(file);
  rmSync(stack.logFile, { force: true });
}

/** Removes a file that contains no state. While a Terraform may be running, the reserve stays: that Terraform may need it. */
function clearErroredState(stack: StackSession, file: string): void {
  if (!existsSync(file) || terraformProcessIn(stack.folder) !== "none") return;
  if (isReserve(file) || isEmpty(file)) rmSync(file);
  else keepAside(stack, file);
}

/** Moves an incomplete saved state to the run's files, so that Terraform can save the next state at its path. */
function keepAside(stack: StackSession, file: string): void {
  const copy = copyPath(stack, "errored");
  copyFileSync(file, copy, constants.COPYFILE_EXCL);
  rmSync(file);
  const why = `${file} is not a complete state; it is kept as ${copy}`;
  stack.emit({ kind: "state-repaired", why });
}

/**
 * Gives a saved local state the next serial if it has the serial of the current state. Terraform saves such a state when
 * it could not even copy the local state. A remote state with the same serial was written by another process, and
 * Terraform refuses to overwrite it.
 */
function withNextSerial(saved: string, { lineage, serial }: Partial<StateDocument> = {}): string {
  const mark = stateMark(saved);
  if ("message" in mark || mark.lineage !== lineage || mark.serial !== serial) return saved;
  return saved.replace(/"serial":\s*\d+/, `"serial": ${serial + 1}`);
}

/** The text of a state that Terraform saved or printed because it could not write it; undefined if there is none. */
export function findErroredState(stack: StackSession): string | undefined {
  const file = join(stack.folder, erroredState);
  if (isState(file) && !isReserve(file)) return readFileSync(file, "utf8");
  return printedState(stack.logFile);
}

/** The state that Terraform printed, as text: its numbers may have more digits than JavaScript keeps. */
function printedState(log: string): string | undefined {
  if (!existsSync(log)) return undefined;
  const text = readFileSync(log, "utf8");
  const line = text.split("\n").find((candidate) => candidate.includes('"@message":"Emergency state dump"'));
  const printed = /"state":(\{.*\}),"type":"[^"]*"\}$/.exec(line ?? "")?.[1];
  return printed !== undefined && !("message" in stateMark(printed)) ? printed : undefined;
}

function isState(path: string): boolean {
  return existsSync(path) && !("message" in stateMark(readFileSync(path, "utf8")));
}

function isReserve(path: string): boolean {
  const file = openSync(path, "r");
  try {
    const start = Buffer.alloc(reserveStart.length);
    readSync(file, start);
    return start.toString() === reserveStart;
  } finally {
    closeSync(file);
  }
}

/** Whether the file has content other than the reserve. */
const holdsAnotherState = (path: string) => existsSync(path) && !isEmpty(path) && !isReserve(path);
