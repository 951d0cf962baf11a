/**
 * States that Terraform did not write as it should have: it was killed in the middle, or the disk was full. Terraform
 * then leaves the file of a local state cut off, and saves the new state as `errored.tfstate` in the stack's folder, or
 * prints it when there is no room either.
 *
 * What is repaired, before the stack is looked at again:
 * 1. A local state that cannot be read gives way to its `.backup`, the state before the last apply, only where the
 *    journal proves that a Terraform of glrunner was writing it: that one was started, nobody saw it end or it saved the
 *    state elsewhere, it is gone, the file was last written after it started, and its text is the beginning of a state.
 * 2. A state that Terraform saved or printed goes to where the backend keeps it.
 * Any other state that cannot be read is refused with its name and the reason: it may be the only record of a cluster.
 * A command that changes nothing repairs nothing. Each file that gives way is kept under a name of its own.
 */
import { constants, copyFileSync, existsSync, lstatSync, mkdirSync, readFileSync } from "node:fs";
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import * as z from "zod";
import type { RunStack, StackSession } from "./context";
import { noSpace, stateNotWritten } from "./errors/entries/state";
import { processState } from "../clients/system/process";
import { messageOf } from "../clients/system/error-message";
import { parseJson } from "../clients/system/json";
import { shellWord } from "../clients/system/shell-word";
import { readJournal } from "./journal/journal";
import { terraformProcessIn } from "./locks/stale-lock";
import { readState, stateMark, type StateDocument } from "../clients/terraform/state-document";

/** Where Terraform saves a state that its backend did not take. */
const erroredState = "errored.tfstate";

/** Half of what a run looks for before it begins. */
const reserveBytes = 8 * 1024 * 1024;
/** A state, since Terraform reads what it is about to write over; it refuses to push one of another lineage. */
const reserveStart =
  '{"version":4,"terraform_version":"1.11.0","serial":0,"lineage":"glrunner-reserve","outputs":{},"resources":[]}';

/** File systems tell the time of a file in steps of up to two seconds (FAT). */
const fileTimeStepMs = 2_000;

/** A state that is not touched: what is wrong with it, and what to do about it. */
export class UnusableState extends Error {
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.fix = fix;
  }
}

/**
 * Keeps room for a state, and for Terraform's last words, on a disk that may be full by then: Terraform empties the file
 * right before it writes.
 * @returns what gives the room back when it was not needed
 * @throws when there is no room now, or the file of an earlier state is there already
 */
export function reserveDiskSpace({ folder }: RunStack): () => void {
  const path = join(folder, erroredState);
  const release = () => {
    if (existsSync(path) && isReserve(path)) rmSync(path);
  };
  if (holdsAnotherState(path)) {
    throw new UnusableState(
      `${path} holds a state that could not be saved`,
      "glrunner resume, which saves it",
    );
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
 * @param errors it reported
 */
export function isRecorded(stack: StackSession, errors: readonly string[]): boolean {
  const unwritten = errors.some((error) => [noSpace, stateNotWritten].some((pattern) => pattern.test(error)));
  return !unwritten || findErroredState(stack) !== undefined;
}

/**
 * Before `terraform init`, which reads the state.
 * @throws UnusableState when a local state cannot be read, and is not repaired
 */
export function repairStateFile(stack: StackSession): void {
  const path = localPath(stack);
  if (path === undefined || lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  const backup = `${path}.backup`;
  let defect = defectOf(path, backup);
  if (defect === undefined) return;
  const working = terraformProcessIn(stack.folder);
  // What a Terraform writes at this moment is whole when it has ended.
  if (typeof working === "number") return;
  defect = defectOf(path, backup);
  if (defect === undefined) return;
  const unproven = whyUnproven(stack, path);
  if (!defect.isCutOff || unproven !== undefined) throw refusal(path, defect.message, unproven);
  if (working === "unknown" && existsSync(lockInfoOf(path))) throw possiblyInUse(path);
  if (isReadOnly(stack)) {
    const message = `${path} ${defect.message}: a Terraform of glrunner was stopped while it wrote it`;
    throw new UnusableState(message, "glrunner resume, which repairs it");
  }
  const copy = copyPath(stack, "cut-off");
  copyFileSync(path, copy, constants.COPYFILE_EXCL);
  restore(path, backup);
  const source = existsSync(path) ? "the state before that apply" : "no state, as before the first apply";
  const why = `${path} ${defect.message}; ${source} took its place, and the file is kept as ${copy}`;
  stack.emit({ kind: "state-repaired", why });
}

/** In one step, so that a process that is killed here leaves one of the two. A link stays, and what it names gives way. */
function restore(path: string, backup: string): void {
  const file = realpathSync(path);
  if (isEmpty(backup)) {
    rmSync(file);
    return;
  }
  copyFileSync(backup, `${file}.draft`);
  renameSync(`${file}.draft`, file);
}

/** What is wrong with a file, in words that follow its name. Undefined when it is a state, or none as Terraform sees it. */
function defectOf(path: string, backup: string) {
  try {
    if (!statSync(path).isFile()) return { message: "is not a file", isCutOff: false };
    // Terraform takes an empty file for no state at all. It makes one only where there is nothing before.
    if (statSync(path).size === 0) {
      return isEmpty(backup) ? undefined : { message: `is empty, and ${backup} is not`, isCutOff: true };
    }
    const mark = stateMark(readFileSync(path, "utf8"));
    return "message" in mark ? mark : undefined;
  } catch (error) {
    return { message: `cannot be read (${messageOf(error)})`, isCutOff: false };
  }
}

/** Why nothing shows that a Terraform of ours cut the file off, and that the copy is what it began with. */
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
  if (started === undefined) return "the journal knows of no apply of this stage";
  const ended = own.at(-1) !== started;
  if (ended && findErroredState(stack) === undefined) return "the last apply of this stage saved its state";
  // The user has said so.
  const isLost = applies.at(-1)?.kind === "terraform-lost";
  if (!isLost && processState(started.process) !== "ended")
    return `process ${started.process.pid} may still write it`;
  if (statSync(path).mtimeMs < Date.parse(started.at) - fileTimeStepMs)
    return "it was last written before the last apply of this stage began";
  const backup = `${path}.backup`;
  if (isEmpty(backup)) return undefined;
  const before = stateMark(readFileSync(backup, "utf8"));
  if ("message" in before) return `${backup} ${before.message}`;
  const lineage = /"lineage":\s*"([^"]+)"/.exec(readFileSync(path, "utf8"))?.[1];
  return lineage === undefined || lineage === before.lineage ? undefined : `${backup} is of another state`;
}

function refusal(
  path: string,
  what: string,
  unproven = "no Terraform that is killed leaves it so",
): UnusableState {
  const backup = `${path}.backup`;
  const copy = isEmpty(backup)
    ? "Put a whole copy of it in its place"
    : `Put a whole copy of it in its place; ${shellWord(backup)} is the state before the last apply, so compare both first`;
  return new UnusableState(
    `${path} ${what}. It was not touched: ${unproven}, so it may be the only record of what exists`,
    `${copy}. Then run the same command again.`,
  );
}

/** A command that changes nothing repairs no state either. */
const isReadOnly = ({ run }: StackSession) => run.command === "plan";

/** Whether there is nothing in it that could be a state. */
function isEmpty(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
}

/** A path that no earlier copy has. */
function copyPath({ name, run: { folder } }: StackSession, what: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, `${name}.${what}-${new Date().toISOString().replaceAll(":", "-")}.tfstate`);
}

/** Terraform has it next to a local state for as long as it holds that one's lock; one that was killed leaves it. */
const lockInfoOf = (state: string) => join(dirname(state), `.${basename(state)}.lock.info`);

function possiblyInUse(path: string): UnusableState {
  return new UnusableState(
    `${path} is cut off, and this system does not report whether a Terraform still writes it`,
    `when none does: rm ${shellWord(lockInfoOf(path))} && glrunner resume`,
  );
}

/**
 * After `terraform init`, which says where the state belongs.
 * @throws when it is refused there, or the command may not write
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
    throw new UnusableState(message, "glrunner resume, which saves it");
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
  // The log goes last: it may hold the same state, and shows whose lock the push met.
  rmSync(file);
  rmSync(stack.logFile, { force: true });
}

/** Of what is no state. Where nobody knows whether a Terraform works, the reserve stays: the next apply fills it again. */
function clearErroredState(stack: StackSession, file: string): void {
  if (!existsSync(file) || terraformProcessIn(stack.folder) !== "none") return;
  if (isReserve(file) || isEmpty(file)) rmSync(file);
  else keepAside(stack, file);
}

/** What was saved of a state, and is none: it makes room for the next one, and stays with the run's files. */
function keepAside(stack: StackSession, file: string): void {
  const copy = copyPath(stack, "errored");
  copyFileSync(file, copy, constants.COPYFILE_EXCL);
  rmSync(file);
  const why = `${file} is no whole state; it is kept as ${copy}`;
  stack.emit({ kind: "state-repaired", why });
}

/**
 * Where Terraform could not even copy a local state before it writes, it saves the new one under the old one's number.
 * Elsewhere one of that number is somebody else's, and Terraform refuses to write over it.
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

/** As it was printed, since its numbers may have more digits than those of JavaScript. */
function printedState(log: string): string | undefined {
  if (!existsSync(log)) return undefined;
  const text = readFileSync(log, "utf8");
  const line = text.split("\n").find((each) => each.includes('"@message":"Emergency state dump"'));
  const printed = /"state":(\{.*\}),"type":"[^"]*"\}$/.exec(line ?? "")?.[1];
  return printed !== undefined && !("message" in stateMark(printed)) ? printed : undefined;
}

function isState(path: string): boolean {
  return existsSync(path) && !("message" in stateMark(readFileSync(path, "utf8")));
}

function isReserve(path: string): boolean {
  return readFileSync(path, "utf8").startsWith(reserveStart);
}

/** Whether there is something that is not the reserve. */
const holdsAnotherState = (path: string) => existsSync(path) && !isEmpty(path) && !isReserve(path);

const localSchema = z.object({
  terraform: z.object({ backend: z.object({ local: z.object({ path: z.string() }) }) }),
});

/** Undefined where the state is kept elsewhere. */
export function localPath({ folder }: RunStack): string | undefined {
  const file = join(folder, "cdk.tf.json");
  if (!existsSync(file)) return undefined;
  const parsed = localSchema.safeParse(parseJson(readFileSync(file, "utf8")));
  return parsed.success ? parsed.data.terraform.backend.local.path : undefined;
}
