/**
 * Whether a process that was written down is still the same one: a process id alone is given again to others, so the
 * time at which it started goes with it where the system tells it.
 */
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import * as z from "zod";

export const processSchema = z.object({
  pid: z.number(),
  host: z.string(),
  /** Clock ticks since the machine started; absent where /proc is. */
  started: z.string().optional(),
  /** Of the machine's own start. */
  boot: z.string().optional(),
});
export type ProcessRecord = z.output<typeof processSchema>;

export function describeProcess(pid: number): ProcessRecord {
  const started = startOf(pid);
  const boot = read("/proc/sys/kernel/random/boot_id")?.trim();
  return {
    pid,
    host: hostname(),
    ...(started !== undefined && { started }),
    ...(boot !== undefined && { boot }),
  };
}

/** A process of another machine cannot be looked at: it counts as alive. */
export function isStillAlive(record: ProcessRecord): boolean {
  const now = describeProcess(record.pid);
  if (record.host !== now.host) return true;
  if (record.boot !== now.boot) return false;
  return record.started === undefined ? answers(record.pid) : record.started === now.started;
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A zombie has ended, though nobody has asked for its status yet. */
function startOf(pid: number): string | undefined {
  const fields = read(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /, "")
    .trim()
    .split(" ");
  // Of proc(5): state is field 3, starttime is field 22.
  return fields === undefined || fields[0] === "Z" ? undefined : fields[19];
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
