/** Reads earlier runs from the journal: how each ended, how far each stack came, and which changes were in progress. */
import type { JournalLine, TerraformStarted } from "./journal";
import type { RunCommandName } from "./events";

/** A resource that was being changed when the journal ends. */
export interface InFlight {
  readonly stack: string;
  readonly address: string;
  readonly action: string;
  /** ISO 8601. */
  readonly since: string;
}

/** How far one stack came in one run. */
export interface StackRecord {
  readonly stack: string;
  readonly state: "waiting" | "running" | "done" | "failed" | "skipped";
  /** Number of attempts so far. */
  readonly attempt: number;
  /** Time of its last event, ISO 8601; undefined while it waits. */
  readonly at?: string;
  /** Whether the run destroys it. */
  readonly destroys: boolean;
  /** Number of changes in its last plan, and of objects changed outside of Terraform, if recorded. */
  readonly planned?: { readonly changes: number; readonly drift?: number };
  readonly errors: readonly string[];
}

/** One run, read from its lines in the journal. */
export interface RunRecord {
  readonly run: string;
  readonly command: RunCommandName;
  /** Version of glrunner; undefined if not recorded. */
  readonly version?: string;
  /** ISO 8601. */
  readonly started: string;
  /** Undefined while the run is in progress, or if its process was lost. */
  readonly ended:
    { readonly at: string; readonly outcome: "done" | "failed" | "cancelled" | "interrupted" } | undefined;
  readonly stacks: readonly StackRecord[];
  readonly inFlight: readonly InFlight[];
}

/** All runs, in the order in which they began. */
export function runsOf(lines: readonly JournalLine[]): RunRecord[] {
  const runs = [...new Set(lines.map(({ run }) => run))];
  return runs.flatMap((run) => {
    const own = lines.filter((line) => line.run === run);
    const start = own.find((line) => line.kind === "run-started");
    if (start === undefined) return [];
    const end = own.findLast((line) => line.kind === "run-ended");
    return [
      {
        run,
        command: start.command,
        ...(start.version !== undefined && { version: start.version }),
        started: start.at,
        ended: end && { at: end.at, outcome: end.outcome },
        stacks: start.stacks.map((stack) => stackRecord(stack, own)),
        inFlight: inFlightOf(own),
      },
    ];
  });
}

function stackRecord(stack: string, lines: readonly JournalLine[]): StackRecord {
  let record: StackRecord = { stack, state: "waiting", attempt: 0, destroys: false, errors: [] };
  for (const line of lines) {
    if (!("stack" in line) || line.stack !== stack) continue;
    record = { ...record, at: line.at };
    switch (line.kind) {
      case "step-started":
        record = { ...record, destroys: record.destroys || line.step === "destroy" };
        break;
      case "planned": {
        const { add, change, remove, drift } = line;
        record = {
          ...record,
          planned: { changes: add + change + remove, ...(drift !== undefined && { drift }) },
        };
        break;
      }
      case "stack-started":
        record = { ...record, state: "running", attempt: line.attempt };
        break;
      case "stack-done":
        record = { ...record, state: "done", errors: [] };
        break;
      case "stack-skipped":
        record = { ...record, state: "skipped" };
        break;
      case "stack-failed":
        record = { ...record, state: "failed", errors: line.errors };
        break;
      default:
    }
  }
  return record;
}

function inFlightOf(lines: readonly JournalLine[]): InFlight[] {
  const open = new Map<string, InFlight>();
  for (const line of lines) {
    switch (line.kind) {
      case "resource-started":
        open.set(`${line.stack} ${line.address}`, {
          stack: line.stack,
          address: line.address,
          action: line.action,
          since: line.at,
        });
        break;
      case "resource-done":
      case "resource-failed":
        open.delete(`${line.stack} ${line.address}`);
        break;
      case "stack-done":
      case "stack-failed":
        for (const [key, { stack }] of open) if (stack === line.stack) open.delete(key);
        break;
      default:
    }
  }
  return [...open.values()];
}

/** The last Terraform that began to change something, if no run recorded its end. */
export function openTerraform(lines: readonly JournalLine[]): TerraformStarted | undefined {
  let open: TerraformStarted | undefined;
  for (const line of lines) {
    if (line.kind === "terraform-started") open = line;
    else if (line.kind === "terraform-ended" || line.kind === "terraform-lost") open = undefined;
  }
  return open;
}

/**
 * Stacks in which resources may exist that no state records: a Terraform was lost in the middle of a change, and no run
 * has completed the stack since.
 */
export function unsettledStacks(lines: readonly JournalLine[]): string[] {
  const lost = new Set<string>();
  const changing = new Map<string, string>();
  for (const line of lines) {
    // A line of another run shows that the run in which Terraform was changing something is over.
    for (const [stack, run] of changing) {
      if (run === line.run) continue;
      lost.add(stack);
      changing.delete(stack);
    }
    if (line.kind === "terraform-started") changing.set(line.stack, line.run);
    else if (line.kind === "terraform-ended") {
      // The run itself recorded the end, or a later run found that Terraform had finished.
      if (!changing.delete(line.stack)) lost.delete(line.stack);
    } else if (line.kind === "stack-done") lost.delete(line.stack);
  }
  return [...new Set([...lost, ...changing.keys()])];
}
