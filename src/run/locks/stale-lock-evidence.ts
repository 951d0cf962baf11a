/**
 * Whether a lock on a state was left behind by a run of this machine, as the journal tells it. Each of these must say
 * so: who took the lock, for what, when, and that whoever it was is gone. Any doubt is a reason to leave it.
 */
import type { JournalLine, TerraformStarted } from "../journal/journal";
import { isOfTerraform, type StateLock } from "../../clients/terraform/lock-info";

export interface Evidence {
  readonly stack: string;
  /** The last is of the run that asks: one runs at a time. */
  readonly lines: readonly JournalLine[];
  /** `user@host`, as Terraform would write it. */
  readonly here: string;
  readonly isAlive: (process: TerraformStarted["process"]) => boolean;
  /** When Terraform first changed something, by the log it left; it had the lock by then. ISO 8601. */
  readonly firstChange: (log: string) => string | undefined;
  /** Whether by that log it did all, and so released what it held. */
  readonly completed: (log: string) => boolean;
  /** Of a Terraform in the stack's folder, `none`, or `unknown` where the system does not tell. */
  readonly working: number | "none" | "unknown";
}

/** Which of the lost run's Terraforms took it, or why it may be somebody else's. */
type LockOwnership =
  | { readonly owned: true; readonly by: string }
  | {
      readonly owned: false;
      readonly why: string;
      /** Of a Terraform that still works: the lock goes when it ends. */ readonly alive?: number;
    };

/** Terraform takes the lock first of all, before it starts a provider. */
const lockedWithinMs = 60_000;
/** A server tells its time in seconds, and the journal is written when Terraform runs already. */
const slackMs = 2_000;

/** Import and `state push` take it under names of their own. */
const preparing = ["OperationTypePlan", "OperationTypeInvalid", "state-push"];

export function lockOwnership(lock: StateLock, evidence: Evidence): LockOwnership {
  const { who, operation } = lock;
  // A server that writes its own user writes whatever operation it is asked with.
  if (!isOfTerraform(lock)) return ofApply(lock, evidence);
  if (!isOfThisUser(who, evidence)) return notOwned(`this is ${evidence.here}`);
  if (operation === "OperationTypeApply") return ofApply(lock, evidence);
  if (preparing.includes(operation)) return ofPreparation(lock, evidence);
  return notOwned(`no run takes a lock for ${operation}`);
}

/** A container or a session of CloudShell may have had another name of a host when it started its Terraform. */
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
  { lines, stack, isAlive, firstChange, completed: didAll, working }: Evidence,
): LockOwnership {
  const last = lines.findLast(
    (line) => (line.kind === "terraform-started" || line.kind === "terraform-ended") && line.stack === stack,
  );
  const lost = lines.findLastIndex((line) => line.kind === "terraform-lost" && line.stack === stack);
  if (last?.kind !== "terraform-started")
    return notOwned("the journal knows of no apply of this stage that was lost");
  const { at, process, log } = last;
  if (lost < lines.indexOf(last) && isAlive(process))
    return {
      ...notOwned(`the lost run's Terraform still works, as process ${process.pid} of ${process.host}`),
    };
  if (!isOfTerraform(lock) && didAll(log))
    return notOwned("the lost run's Terraform came to its end, and released its own");
  const changed = firstChange(log);
  if (changed === undefined && !isOfTerraform(lock)) {
    return notOwned(
      "the lost run's Terraform did not come to its first change, so nothing shows that it had the lock",
    );
  }
  const until = changed === undefined ? Date.parse(at) + lockedWithinMs : Date.parse(changed);
  if (!isWithin(lock, at, until))
    return notOwned(`the lost run's Terraform started at ${at}, and would have taken it then`);
  return ownedUnlessWorking(working, `the apply that started at ${at}`);
}

function ofPreparation(lock: StateLock, { lines, stack, working }: Evidence): LockOwnership {
  const over = lines.filter(({ kind }) => kind === "run-ended").map(({ run }) => run);
  const runs = new Set(lines.map(({ run }) => run));
  const earlier = [...runs].filter((run) => run !== lines.at(-1)?.run && !over.includes(run));
  const spans = earlier.flatMap((each) => {
    const own = lines.filter((line) => line.run === each && "stack" in line && line.stack === stack);
    const start = own.find(({ kind }) => kind === "stack-started");
    const last = own.at(-1);
    return start === undefined || last === undefined ? [] : [{ from: start.at, last }];
  });
  const span = spans.find(({ from, last }) => isWithin(lock, from, endOf(last)));
  if (span === undefined)
    return notOwned("the journal knows of no run that worked on this stage at that time");
  return ownedUnlessWorking(working, `the run that began this stage at ${span.from}`);
}

/** A run that was lost wrote nothing of its end. */
function endOf({ kind, at }: JournalLine): number {
  const over = kind === "stack-done" || kind === "stack-failed" || kind === "stack-skipped";
  return Date.parse(at) + (over ? 0 : lockedWithinMs);
}

function isWithin({ created }: StateLock, from: string, until: number): boolean {
  const time = Date.parse(created);
  return time >= Date.parse(from) - slackMs && time <= until + slackMs;
}

function ownedUnlessWorking(working: Evidence["working"], by: string): LockOwnership {
  if (working === "none") return { owned: true, by };
  if (working === "unknown")
    return notOwned("this system does not tell whether a Terraform still works on it");
  return {
    owned: false,
    why: `a Terraform still works in the stage's folder, as process ${working}`,
    alive: working,
  };
}
