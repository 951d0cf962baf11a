/**
 * Decides from the journal whether a lost run of this machine left a lock on a state behind. All of these must hold:
 * 1. This user took the lock on this machine.
 * 2. The lock is for an apply, or for an operation that prepares an apply.
 * 3. A lost Terraform of this stage started just before the lock was taken.
 * 4. No Terraform is running in the stage's folder.
 * If any of them is in doubt, the lock stays.
 */
import type { JournalLine, TerraformStarted } from "../journal/journal";
import { isOfTerraform, type StateLock } from "../../clients/terraform/lock-info";

/** The evidence about a lost run that decides about its lock. */
export interface Evidence {
  readonly stack: string;
  /** Lines of the journal. The last line belongs to the current run, because only one run is in progress at a time. */
  readonly lines: readonly JournalLine[];
  /** `user@host`, as Terraform would write it. */
  readonly here: string;
  readonly isAlive: (process: TerraformStarted["process"]) => boolean;
  /** ISO 8601 time of Terraform's first change, according to its log. Terraform held the lock at that time. */
  readonly firstChange: (log: string) => string | undefined;
  /** Whether Terraform completed the apply according to its log, and so released its lock. */
  readonly completed: (log: string) => boolean;
  /** Process id of a Terraform that is running in the stack's folder, or `unknown` if the system does not report it. */
  readonly working: number | "none" | "unknown";
}

/** Which Terraform of the lost run took the lock, or why the lock may belong to another user or run. */
type LockOwnership =
  | { readonly owned: true; readonly by: string }
  | {
      readonly owned: false;
      readonly why: string;
      /** Process id of a Terraform that is still running: it releases the lock when it ends. */
      readonly alive?: number;
    };

/** Maximum time from the start of Terraform until it takes the lock, which it does before it starts a provider. */
const lockedWithinMs = 60_000;
/** A server reports its time in seconds, and the journal line is written after Terraform has started. */
const slackMs = 2_000;

/** The names that Terraform gives in a lock to plan, import and `state push`. */
const preparing = ["OperationTypePlan", "OperationTypeInvalid", "state-push"];

/** Decides whether the lost run provably took the lock. */
export function lockOwnership(lock: StateLock, evidence: Evidence): LockOwnership {
  const { who, operation } = lock;
  // A server that records its own user instead of Terraform's does not record the operation reliably.
  if (!isOfTerraform(lock)) return ofApply(lock, evidence);
  if (!isOfThisUser(who, evidence)) return notOwned(`you are ${evidence.here}`);
  if (operation === "OperationTypeApply") return ofApply(lock, evidence);
  if (preparing.includes(operation)) return ofPreparation(lock, evidence);
  return notOwned(`glrunner takes no lock for ${operation}`);
}

/** A container or a CloudShell session may have had another host name when it started Terraform. */
function isOfThisUser(who: string, { here, lines, stack }: Evidence): boolean {
  const [user = ""] = here.split("@");
  return (
    who === here ||
    lines.some(
      (line) =>
        line.kind === "terraform-started" && line.stack === stack && who === `${user}@${line.process.host}`,
    )
  );
}

const notOwned = (why: string): LockOwnership => ({ owned: false, why });

function ofApply(
  lock: StateLock,
  { lines, stack, isAlive, firstChange, completed, working }: Evidence,
): LockOwnership {
  const last = lines.findLast(
    (line) => (line.kind === "terraform-started" || line.kind === "terraform-ended") && line.stack === stack,
  );
  const lost = lines.findLastIndex((line) => line.kind === "terraform-lost" && line.stack === stack);
  if (last?.kind !== "terraform-started") return notOwned("the journal records no lost apply of this stage");
  const { at, process, log } = last;
  if (lost < lines.indexOf(last) && isAlive(process))
    return {
      ...notOwned(`the lost run's Terraform is still running, as process ${process.pid} on ${process.host}`),
    };
  if (!isOfTerraform(lock) && completed(log))
    return notOwned("the lost run's Terraform finished and released its lock");
  const changed = firstChange(log);
  if (changed === undefined && !isOfTerraform(lock)) {
    return notOwned("the lost run's Terraform made no change, so nothing proves that it took the lock");
  }
  const until = changed === undefined ? Date.parse(at) + lockedWithinMs : Date.parse(changed);
  if (!isWithin(lock, at, until))
    return notOwned(`the lost run's Terraform started at ${at}, and this lock was not taken then`);
  return ownedUnlessWorking(working, `the apply that started at ${at}`);
}

function ofPreparation(lock: StateLock, { lines, stack, working }: Evidence): LockOwnership {
  const ended = lines.filter(({ kind }) => kind === "run-ended").map(({ run }) => run);
  const runs = new Set(lines.map(({ run }) => run));
  const lostRuns = [...runs].filter((run) => run !== lines.at(-1)?.run && !ended.includes(run));
  const spans = lostRuns.flatMap((lostRun) => {
    const own = lines.filter((line) => line.run === lostRun && "stack" in line && line.stack === stack);
    const start = own.find(({ kind }) => kind === "stack-started");
    const last = own.at(-1);
    return start === undefined || last === undefined ? [] : [{ from: start.at, last }];
  });
  const span = spans.find(({ from, last }) => isWithin(lock, from, endOf(last)));
  if (span === undefined) return notOwned("the journal records no run of this stage at that time");
  return ownedUnlessWorking(working, `the run that started this stage at ${span.from}`);
}

/** End of a span as Unix time in milliseconds. A lost run did not record its end, so time is added to its last line. */
function endOf({ kind, at }: JournalLine): number {
  const isEnded = kind === "stack-done" || kind === "stack-failed" || kind === "stack-skipped";
  return Date.parse(at) + (isEnded ? 0 : lockedWithinMs);
}

function isWithin({ created }: StateLock, from: string, until: number): boolean {
  const time = Date.parse(created);
  return time >= Date.parse(from) - slackMs && time <= until + slackMs;
}

function ownedUnlessWorking(working: Evidence["working"], by: string): LockOwnership {
  if (working === "none") return { owned: true, by };
  if (working === "unknown")
    return notOwned("this system does not report whether a Terraform is still running in the stage's folder");
  return {
    owned: false,
    why: `a Terraform is still running in the stage's folder, as process ${working}`,
    alive: working,
  };
}
