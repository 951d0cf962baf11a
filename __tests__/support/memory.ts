/**
 * Processes under a limit of memory, and the most that they took. The limit is a control group's where this system
 * lets us make one; what is taken is read from /proc all the same.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface MemoryLimit {
  /** `sh` code by which a process takes itself under the limit; empty without one. */
  readonly enter: string;
  /** What the processes below this one take beyond files that are only mapped. MiB. */
  readonly sample: (pid: number) => void;
  readonly peakMiB: () => number;
  /** How often the limit was met by ending a process; undefined without a limit. */
  readonly kills: () => number | undefined;
  readonly remove: () => void;
}

/** The two versions of control groups. Source: kernel.org/doc, cgroup-v1/memory and cgroup-v2 (2026-11). */
const versions = [
  {
    root: "/sys/fs/cgroup/memory",
    limit: "memory.limit_in_bytes",
    events: "memory.oom_control",
    // Of memory and swap together.
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

export function memoryLimit(mib: number): MemoryLimit {
  const group = firstGroup(mib);
  let peak = 0;
  return {
    enter: group === undefined ? "" : `echo $$ >${group.folder}/cgroup.procs`,
    sample: (pid) => {
      peak = Math.max(peak, takenMiB(pid));
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

function firstGroup(mib: number): Group | undefined {
  for (const version of versions) {
    const group = madeGroup(version, mib * 2 ** 20);
    if (group !== undefined) return group;
  }
  return undefined;
}

/** Only where the kernel put its files: beside groups of the first version there are ordinary folders, which limit nothing. */
function madeGroup(
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
    // Opened as it is: a file that is not there is not made.
    writeFileSync(join(folder, limit), String(bytes), { flag: "r+" });
    if (existsSync(join(folder, swap.file)))
      writeFileSync(join(folder, swap.file), String(swap.bytes(bytes)));
    return { folder, events };
  } catch {
    rmdirSync(folder);
    return undefined;
  }
}

/** Of a process and all below it. */
export function familyOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const parent = /^\d+ \(.*\) \S (\d+) /s.exec(textOf(`/proc/${name}/stat`))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const family = [pid];
  for (const member of family) {
    for (const [child, parent] of parents) if (parent === member) family.push(child);
  }
  return family;
}

function takenMiB(pid: number): number {
  return familyOf(pid)
    .map((member) => Number(/^RssAnon:\s+(\d+) kB$/m.exec(textOf(`/proc/${member}/status`))?.[1] ?? 0) / 1024)
    .reduce((sum, mib) => sum + mib, 0);
}

/** A process may end at any moment. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
