/**
 * Limits the memory of processes, and measures the maximum that they use. A control group sets the limit if this system
 * allows the test to create one. The measurement comes from /proc in both cases.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A memory limit and its measurements. */
export interface MemoryLimit {
  /** Shell code that puts the current process under the limit; empty if there is no control group. */
  readonly enter: string;
  /** Measures the anonymous memory of a process and its descendants. Memory-mapped files do not count. */
  readonly sample: (pid: number) => void;
  /** Returns the maximum of all samples. */
  readonly peakMiB: () => number;
  /** Returns the number of processes that the kernel killed because of the limit; undefined if there is no control group. */
  readonly kills: () => number | undefined;
  readonly remove: () => void;
}

/** The two versions of control groups. Source: kernel.org/doc, cgroup-v1/memory and cgroup-v2 (2026-11). */
const versions = [
  {
    root: "/sys/fs/cgroup/memory",
    limit: "memory.limit_in_bytes",
    events: "memory.oom_control",
    // This limit is for memory and swap together.
    swap: { file: "memory.memsw.limit_in_bytes", bytes: (limit: number) => limit },
  },
  {
    root: "/sys/fs/cgroup",
    limit: "memory.max",
    events: "memory.events",
    swap: { file: "memory.swap.max", bytes: () => 0 },
  },
] as const;

interface Group {
  readonly folder: string;
  readonly events: string;
}

/** Creates a limit for processes that enter it. `remove` must be called after they have ended. */
export function memoryLimit(mib: number): MemoryLimit {
  const group = createFirstGroup(mib);
  let peak = 0;
  return {
    enter: group === undefined ? "" : `echo $$ >${group.folder}/cgroup.procs`,
    sample: (pid) => {
      peak = Math.max(peak, usedMiB(pid));
    },
    peakMiB: () => Math.round(peak),
    kills: () => {
      if (group === undefined) return undefined;
      const count = /^oom_kill (\d+)$/m.exec(readFileSync(join(group.folder, group.events), "utf8"))?.[1];
      return Number(count);
    },
    remove: () => {
      if (group !== undefined) rmdirSync(group.folder);
    },
  };
}

function createFirstGroup(mib: number): Group | undefined {
  for (const version of versions) {
    const group = createGroup(version, mib * 2 ** 20);
    if (group !== undefined) return group;
  }
  return undefined;
}

/**
 * Creates a control group with the limit. Returns undefined if the folder is not a control group: on a system with version
 * 1, `/sys/fs/cgroup` also contains ordinary folders, which limit nothing.
 */
function createGroup(
  { root, limit, events, swap }: (typeof versions)[number],
  bytes: number,
): Group | undefined {
  const folder = join(root, `glrunner-box-${process.pid}`);
  try {
    mkdirSync(folder);
  } catch {
    return undefined;
  }
  try {
    // The flag refuses to create the file, so the write fails outside of a control group.
    writeFileSync(join(folder, limit), String(bytes), { flag: "r+" });
    if (existsSync(join(folder, swap.file)))
      writeFileSync(join(folder, swap.file), String(swap.bytes(bytes)));
    return { folder, events };
  } catch {
    rmdirSync(folder);
    return undefined;
  }
}

/** Returns the ids of a process and all its descendants. */
export function processTreeOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const parent = /^\d+ \(.*\) \S (\d+) /s.exec(textOf(`/proc/${name}/stat`))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const tree = [pid];
  for (const member of tree) {
    for (const [child, parent] of parents) if (parent === member) tree.push(child);
  }
  return tree;
}

function usedMiB(pid: number): number {
  return processTreeOf(pid)
    .map((member) => Number(/^RssAnon:\s+(\d+) kB$/m.exec(textOf(`/proc/${member}/status`))?.[1] ?? 0) / 1024)
    .reduce((sum, mib) => sum + mib, 0);
}

/** Returns the text of a file in /proc, or an empty text if the process has ended. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
