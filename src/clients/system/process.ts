/**
 * Decides whether a recorded process is still running. The system reuses process ids, so a record contains the start time
 * too. The host name alone proves nothing: it differs in a container, on a renamed machine and in a new CloudShell session.
 * The rules, in this order:
 *
 * 1. The boot id differs. If the host name is the same, the machine was restarted, so the process has ended. If it
 *    differs, the process may be on another machine: unknown.
 * 2. The boot id and the PID namespace are the same: the process table decides, whatever the host name is.
 * 3. The boot id is the same and the PID namespace differs, as in two containers of one machine: unknown.
 * 4. If the system reports no boot id (macOS), the host name replaces it.
 */
import { readlinkSync } from "node:fs";
import { hostname } from "node:os";
import * as z from "zod";
import { readableText } from "./regular-file";

export const processSchema = z.object({
  pid: z.number(),
  host: z.string(),
  /** Start time in clock ticks since the machine started; absent without /proc. */
  started: z.string().optional(),
  /** Boot id of the machine. */
  boot: z.string().optional(),
  /** The PID namespace, `pid:[4026531836]`; absent in records of earlier versions. */
  namespace: z.string().optional(),
});
export type ProcessRecord = z.output<typeof processSchema>;

/** `unknown`: the process ran where this process cannot see it. */
type ProcessState = "working" | "ended" | "unknown";

export function describeProcess(pid: number): ProcessRecord {
  return {
    pid,
    host: hostname(),
    started: startOf(pid),
    boot: readableText("/proc/sys/kernel/random/boot_id")?.trim(),
    namespace: namespaceHere(),
  };
}

/** @param now the process that has the same id now */
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

/** Whether this user has a process with this id. A zombie counts. */
export function isAlive(pid: number): boolean {
  try {
    return Number.isInteger(pid) && pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Undefined for a zombie: it has ended, but its parent has not read its status yet. */
function startOf(pid: number): string | undefined {
  const fields = readableText(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /, "")
    .trim()
    .split(" ");
  // proc(5): state is field 3, starttime is field 22.
  return fields === undefined || fields[0] === "Z" ? undefined : fields[19];
}

function namespaceHere(): string | undefined {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return undefined;
  }
}
