/** Reads from `/proc` and a container's control group how much memory this process and its children may use. */
import { readFile } from "node:fs/promises";

interface Memory {
  /** The limit of the machine or the container. */
  readonly totalMiB: number;
  readonly availableMiB: number;
}

/** Reads a file as text; undefined if the file cannot be read. */
export type ReadText = (path: string) => Promise<string | undefined>;

export const readTextFile: ReadText = (path) => readFile(path, "utf8").catch(() => undefined);

/** The memory of the machine or of the container, whichever is smaller. Undefined on a system without /proc. */
export async function readMemory(text: ReadText = readTextFile): Promise<Memory | undefined> {
  const info = await text("/proc/meminfo");
  const total = kibOf(info, "MemTotal");
  const available = kibOf(info, "MemAvailable");
  if (total === undefined || available === undefined) return undefined;
  const machine = { totalMiB: total / 1024, availableMiB: available / 1024 };
  const container = (await limits(text, secondVersion)) ?? (await limits(text, firstVersion));
  if (container === undefined) return machine;
  return {
    totalMiB: Math.min(machine.totalMiB, container.totalMiB),
    availableMiB: Math.min(machine.availableMiB, container.availableMiB),
  };
}

/** Files of a control group, by its version. Source: kernel.org/doc, cgroup-v2 and cgroup-v1/memory (2026-11). */
const secondVersion = {
  limit: "/sys/fs/cgroup/memory.max",
  used: "/sys/fs/cgroup/memory.current",
  detail: "/sys/fs/cgroup/memory.stat",
  reclaimable: "inactive_file",
} as const;
const firstVersion = {
  limit: "/sys/fs/cgroup/memory/memory.limit_in_bytes",
  used: "/sys/fs/cgroup/memory/memory.usage_in_bytes",
  detail: "/sys/fs/cgroup/memory/memory.stat",
  reclaimable: "total_inactive_file",
} as const;

/** Undefined without a limit: the file is missing or contains `max`. */
async function limits(
  text: ReadText,
  files: typeof secondVersion | typeof firstVersion,
): Promise<Memory | undefined> {
  const [limit, used, detail] = await Promise.all([text(files.limit), text(files.used), text(files.detail)]);
  const bytes = wholeNumber(limit);
  if (bytes === undefined) return undefined;
  // The kernel counts cached files as used, and frees them when memory is needed.
  const reclaimable = wholeNumber(new RegExp(`^${files.reclaimable} (\\d+)$`, "m").exec(detail ?? "")?.[1]);
  const taken = Math.max(0, (wholeNumber(used) ?? 0) - (reclaimable ?? 0));
  return { totalMiB: bytes / 2 ** 20, availableMiB: (bytes - taken) / 2 ** 20 };
}

function wholeNumber(text: string | undefined): number | undefined {
  const digits = text?.trim() ?? "";
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}

function kibOf(info: string | undefined, key: string): number | undefined {
  return wholeNumber(new RegExp(`^${key}:\\s+(\\d+) kB$`, "m").exec(info ?? "")?.[1]);
}
