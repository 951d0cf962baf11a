/**
 * Repairs states that Terraform could not write. A killed Terraform leaves a truncated local state file. When the disk is
 * full or the backend refuses the state, Terraform saves it as `errored.tfstate` in the stack's folder. If it cannot write
 * this file either, it prints the state to its log.
 *
 * Before the next `terraform init` or plan of the stack:
 * 1. Replace a local state that cannot be read with its `.backup`, the state before the last apply. Do so only if the
 *    journal proves that a Terraform of glrunner was writing the file: glrunner started it, it did not end or it saved the
 *    state elsewhere, its process has ended, the file changed after it started, and the file's text is the start of a
 *    state.
 * 2. Push a state that Terraform saved or printed to its backend.
 * Any other state that cannot be read stops the run, which reports its path and the reason: it may be the only record of
 * a cluster. A read-only command repairs nothing. A copy of each replaced file is kept under a new name.
 */
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import * as z from "zod";
import type { RunStack, StackSession } from "./context";
import { noSpace, stateNotWritten } from "./errors/entries/state";
import { processState } from "../clients/system/process";
import { messageOf } from "../clients/system/error-message";
import { parseJson } from "../clients/system/json";
import { shellWord } from "../clients/system/shell-word";
import { readJournal } from "./journal/journal";
import type { RunCode, StepFailure } from "./outcome";
import { terraformProcessIn } from "./locks/stale-lock";
import {
  readState,
  stateMark,
  type StateDefect,
  type StateDocument,
} from "../clients/terraform/state-document";
import { makeFolder } from "../clients/system/make-folder";

/** The file in which Terraform saves a state that its backend did not accept. */
const erroredState = "errored.tfstate";

/** In bytes: half of the free space that a run requires before it starts. */
const reserveBytes = 8 * 1024 * 1024;
/** A valid state: Terraform reads the file before it overwrites it, and refuses to push a state with another lineage. */
const reserveStart =
  '{"version":4,"terraform_version":"1.11.0","serial":0,"lineage":"glrunner-reserve","outputs":{},"resources":[]}';

/** The timestamps of a file system can be as coarse as two seconds (FAT). */
const fileTimeStepMs = 2_000;

/** Thrown for a state that glrunner does not change. The message gives the problem, and `fix` the next step. */
export class UnusableState extends Error {
  constructor(
    message: string,
    readonly fix: string,
    readonly code: RunCode = "state-unusable",
  ) {
    super(message);
  }
}

/** Converts an error into the failure of a step that reads or repairs a state. */
export function stateFailure(error: unknown): StepFailure {
  const errors = [messageOf(error)];
  if (!(error instanceof UnusableState)) return { ok: false, errors };
  return { ok: false, errors, fix: error.fix, code: error.code };
}

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
 * Repairs a local state that a killed Terraform truncated. Call it before `terraform init`, which reads the state.
 * @throws UnusableState if a local state can be neither read nor repaired
 */
export function repairStateFile(stack: StackSession): void {
  const path = localPath(stack);
  if (path === undefined || lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  const backup = `${path}.backup`;
  let defect = defectOf(path, backup);
  if (defect === undefined) return;
  const working = terraformProcessIn(stack.folder);
  // A Terraform that is running completes the file before it ends.
  if (typeof working === "number") return;
  // It may have completed the file since the first check.
  defect = defectOf(path, backup);
  if (defect === undefined) return;
  const unproven = whyUnproven(stack, path);
  if (defect.fix !== undefined) throw new UnusableState(`${path} ${defect.message}`, defect.fix);
  if (!defect.isCutOff || unproven !== undefined) throw refusal(path, defect.message, unproven);
  if (working === "unknown" && existsSync(lockInfoOf(path))) throw possiblyInUse(path);
  if (isReadOnly(stack)) {
    const message = `${path} ${defect.message}: a Terraform of glrunner was killed while it wrote this file`;
    throw new UnusableState(message, "run `glrunner resume`, which repairs it");
  }
  const copy = copyPath(stack, "cut-off");
  copyFileSync(path, copy, constants.COPYFILE_EXCL);
  restore(path, backup);
  const source = existsSync(path) ? "the state before that apply" : "no state, as before the first apply";
  const why = `${path} ${defect.message}; ${source} replaced it, and the truncated file is kept as ${copy}`;
  stack.emit({ kind: "state-repaired", why });
}

/**
 * Replaces the file with its backup atomically: a process that is killed here leaves the old or the new file. If the path
 * is a symbolic link, its target is replaced.
 */
function restore(path: string, backup: string): void {
  const file = realpathSync(path);
  if (isEmpty(backup)) {
    rmSync(file);
    return;
  }
  copyFileSync(backup, `${file}.draft`);
  renameSync(`${file}.draft`, file);
}

/**
 * The problem with a state file, worded to follow its path in a message. Undefined for a complete state, and for an empty
 * file that Terraform reads as no state.
 */
function defectOf(path: string, backup: string): StateDefect | undefined {
  try {
    if (!statSync(path).isFile()) return { message: "is not a file", isCutOff: false };
    // Terraform reads an empty file as no state. It creates an empty file only if there was no state before.
    if (statSync(path).size === 0) {
      return isEmpty(backup) ? undefined : { message: `is empty, and ${backup} is not`, isCutOff: true };
    }
    const mark = stateMark(readFileSync(path, "utf8"));
    return "message" in mark ? mark : undefined;
  } catch (error) {
    return { message: `cannot be read (${messageOf(error)})`, isCutOff: false };
  }
}

/** The missing proof that a Terraform of glrunner truncated the file, and that the backup is the state before. Undefined if both are proven. */
function whyUnproven(stack: StackSession, path: string): string | undefined {
  const applies = readJournal(stack.run.folder).filter(
    (line) =>
      (line.kind === "terraform-started" ||
        line.kind === "terraform-ended" ||
        line.kind === "terraform-lost") &&
      line.stack === stack.name,
  );
  const own = applies.filter(({ kind }) => kind !== "terraform-lost");
  const started = own.findLast((line) => line.kind === "terraform-started");
  if (started === undefined) return "the journal records no apply of this stage";
  const ended = own.at(-1) !== started;
  if (ended && findErroredState(stack) === undefined) return "the last apply of this stage saved its state";
  // With `glrunner unlock`, the user confirmed that this Terraform has ended.
  const isLost = applies.at(-1)?.kind === "terraform-lost";
  if (!isLost && processState(started.process) !== "ended")
    return `process ${started.process.pid} may still be writing it`;
  if (statSync(path).mtimeMs < Date.parse(started.at) - fileTimeStepMs)
    return "it was last changed before the last apply of this stage started";
  const backup = `${path}.backup`;
  if (isEmpty(backup)) return undefined;
  const before = stateMark(readFileSync(backup, "utf8"));
  if ("message" in before) return `${backup} ${before.message}`;
  const lineage = /"lineage":\s*"([^"]+)"/.exec(readFileSync(path, "utf8"))?.[1];
  return lineage === undefined || lineage === before.lineage
    ? undefined
    : `${backup} belongs to another state (its lineage differs)`;
}

function refusal(
  path: string,
  what: string,
  unproven = "a killed Terraform does not leave a file like this",
): UnusableState {
  const backup = `${path}.backup`;
  const copy = isEmpty(backup)
    ? "Replace it with a complete copy"
    : `Compare it with ${shellWord(backup)}, the state before the last apply, and replace it with a complete copy`;
  return new UnusableState(
    `${path} ${what}. glrunner did not change it: ${unproven}, so it may be the only record of the cluster`,
    `${copy}. Then run the same command again.`,
  );
}

/** Whether the command changes nothing, and so repairs no state. */
const isReadOnly = ({ run }: StackSession) => run.command === "plan";

/** Whether the file does not exist or has no content. */
function isEmpty(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
}

/** A path for a copy that no earlier copy has. */
function copyPath({ name, run: { folder } }: StackSession, what: string): string {
  makeFolder(folder, 0o700);
  return join(folder, `${name}.${what}-${new Date().toISOString().replaceAll(":", "-")}.tfstate`);
}

/** Terraform keeps this file next to a local state while it holds the lock. A killed Terraform leaves the file behind. */
const lockInfoOf = (state: string) => join(dirname(state), `.${basename(state)}.lock.info`);

function possiblyInUse(path: string): UnusableState {
  return new UnusableState(
    `${path} is truncated, and this system does not report whether a Terraform is still writing it`,
    `if no Terraform is running, run: rm ${shellWord(lockInfoOf(path))} && glrunner resume`,
  );
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

function findErroredState(stack: StackSession): string | undefined {
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

const localSchema = z.object({
  terraform: z.object({ backend: z.object({ local: z.object({ path: z.string() }) }) }),
});

/** Path of a stack's local state. Undefined for any other backend. */
export function localPath({ folder }: RunStack): string | undefined {
  const file = join(folder, "cdk.tf.json");
  if (!existsSync(file)) return undefined;
  const parsed = localSchema.safeParse(parseJson(readFileSync(file, "utf8")));
  return parsed.success ? parsed.data.terraform.backend.local.path : undefined;
}
