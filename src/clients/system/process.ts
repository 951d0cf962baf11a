/**
 * Whether a process that was written down still works. A process id alone is given again to others, so the time at which
 * the process started goes with it. The host's name decides nothing: a container, a renamed machine and a new session of
 * CloudShell each have another one. What decides, in this order:
 *
 * 1. Another boot of the kernel. On a host of the same name the machine was started again, so the process has ended. On
 *    a host of another name it may be another machine, which nobody here can look at.
 * 2. The same boot and the same process ids: the process table has the answer, whatever the host is called now.
 * 3. The same boot and other process ids, as in two containers of one machine: nobody here can look at it.
 * 4. Where the system does not report its boot (macOS), the host's name is all there is.
 */
import { readlinkSync } from "node:fs";
import { hostname } from "node:os";
import * as z from "zod";
import { readableText } from "./regular-file";

export const processSchema = z.object({
  pid: z.number(),
  host: z.string(),
  /** Clock ticks since the machine started; absent where /proc is. */
  started: z.string().optional(),
  /** Of the machine's own start. */
  boot: z.string().optional(),
  /** The PID namespace, `pid:[4026531836]`; absent in records of earlier versions. */
  namespace: z.string().optional(),
});
export type ProcessRecord = z.output<typeof processSchema>;

/** `unknown`: it ran where nobody here can look. */
type ProcessState = "working" | "ended" | "unknown";

export function describeProcess(pid: number): ProcessRecord {
  const started = startOf(pid);
  const boot = readableText("/proc/sys/kernel/random/boot_id")?.trim();
  const namespace = namespaceHere();
  return {
    pid,
    host: hostname(),
    ...(started !== undefined && { started }),
    ...(boot !== undefined && { boot }),
    ...(namespace !== undefined && { namespace }),
  };
}

/** @param now the process that has the same id here at this moment */
export function processState(record: ProcessRecord, now = describeProcess(record.pid)): ProcessState {
  const sameHost = record.host === now.host;
  if (record.boot !== now.boot) return sameHost ? "ended" : "unknown";
  const sameIds =
    record.namespace === undefined || record.boot === undefined
      ? sameHost
      : record.namespace === now.namespace;
  if (!sameIds) return "unknown";
  const works = record.started === undefined ? isAlive(record.pid) : record.started === now.started;
  return works ? "working" : "ended";
}

/** Whether this user has a process of this id. A zombie counts. */
export function isAlive(pid: number): boolean {
  try {
    return Number.isInteger(pid) && pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A zombie has ended, though nobody has asked for its status yet. */
function startOf(pid: number): string | undefined {
  const fields = readableText(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /, "")
    .trim()
    .split(" ");
  // Of proc(5): state is field 3, starttime is field 22.
  return fields === undefined || fields[0] === "Z" ? undefined : fields[19];
}

function namespaceHere(): string | undefined {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return undefined;
  }
}
