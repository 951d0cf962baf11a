/**
 * Repairs local state files that a killed Terraform truncated.
 *
 * Before the next `terraform init` of the stack, a local state that cannot be read is replaced with its `.backup`, the
 * state before the last apply, only if the journal proves that a Terraform of glrunner was writing the file: glrunner
 * started it, it did not end or it saved the state elsewhere, its process has ended, the file changed after it started,
 * and the file's text is the start of a state.
 * Any other state that cannot be read stops the run, which reports its path and the reason: it may be the only record of
 * a cluster. A read-only command repairs nothing. A copy of each replaced file is kept under a new name.
 */
import {
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { StackSession } from "../context";
import { processState } from "../../clients/system/process";
import { messageOf } from "../../clients/system/error-message";
import { shellWord } from "../../clients/system/shell-word";
import { readJournal } from "../journal/journal";
import { terraformProcessIn } from "../locks/stale-lock";
import { stateMark, type StateDefect } from "../../clients/terraform/state-document";
import { findErroredState } from "./errored-state";
import { copyPath, isEmpty, isReadOnly, localPath, UnusableState } from "./unusable-state";

/** The timestamps of a file system can be as coarse as two seconds (FAT). */
const fileTimeStepMs = 2_000;

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

/** Terraform keeps this file next to a local state while it holds the lock. A killed Terraform leaves the file behind. */
const lockInfoOf = (state: string) => join(dirname(state), `.${basename(state)}.lock.info`);

function possiblyInUse(path: string): UnusableState {
  return new UnusableState(
    `${path} is truncated, and this system does not report whether a Terraform is still writing it`,
    `if no Terraform is running, run: rm ${shellWord(lockInfoOf(path))} && glrunner resume`,
  );
}
