/** Measures commands in turn: how long each takes, and how much memory all its processes use. */
import { execFileSync, spawn } from "node:child_process";

export interface Candidate {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Variables in addition to the current environment. @default none */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface Measured {
  readonly name: string;
  readonly medianSeconds: number;
  readonly fastestSeconds: number;
  /** Resident memory, summed over the processes that run at the same time; undefined without a usable `ps`. */
  readonly peakMegabytes: number | undefined;
}

/** In turn, so that a busy machine affects all commands; a first round warms the disk caches. */
export async function measure(
  candidates: readonly Candidate[],
  surroundings: Surroundings,
  rounds: number,
): Promise<Measured[]> {
  const seconds = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const candidate of candidates) {
      const { name, command } = candidate;
      const { seconds: taken } = await timed(command, around(candidate, surroundings));
      if (round > 0) seconds.get(name)?.push(taken);
    }
  }
  const results: Measured[] = [];
  for (const candidate of candidates) {
    const { name, command } = candidate;
    const sorted = (seconds.get(name) ?? []).sort((a, b) => a - b);
    // Separate from the timed runs, because sampling takes time too.
    const { peak } = await timed(command, around(candidate, surroundings), residentMegabytes);
    results.push({
      name,
      medianSeconds: sorted[Math.floor(sorted.length / 2)] ?? NaN,
      fastestSeconds: sorted[0] ?? NaN,
      peakMegabytes: peak,
    });
  }
  return results;
}

const around = ({ env }: Candidate, surroundings: Surroundings): Surroundings => ({
  ...surroundings,
  env: { ...surroundings.env, ...env },
});

/** One run of a command: its duration, and the maximum memory of all its processes at one time. */
export function measureOnce(command: Candidate["command"], surroundings: Surroundings): Promise<Run> {
  return timed(command, surroundings, residentMegabytes);
}

export interface Run {
  readonly seconds: number;
  /** Megabytes. */
  readonly peak: number | undefined;
}

/** Rows under a heading; the first column is text, the others are numbers. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const [heading = []] = rows;
  const widths = heading.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
  );
  return `${lines.join("\n")}\n`;
}

/** One sample costs as much as a short command. */
const lookEveryMs = 50;

function timed(
  [command, ...args]: readonly [string, ...string[]],
  { cwd, env }: Surroundings,
  watch?: (group: number) => number | undefined,
): Promise<Run> {
  const start = performance.now();
  const child = spawn(command, args, { cwd, env: { ...env }, detached: true, stdio: "ignore" });
  let peak: number | undefined;
  const look = () => {
    const now = child.pid === undefined ? undefined : watch?.(child.pid);
    if (now !== undefined) peak = Math.max(peak ?? 0, now);
  };
  const timer = watch && setInterval(look, lookEveryMs);
  return new Promise((resolve, reject) => {
    child.once("error", reject).once("exit", (status) => {
      clearInterval(timer);
      const seconds = (performance.now() - start) / 1000;
      if (status === 0) resolve({ seconds, peak });
      else reject(new Error(`${command} ${args.join(" ")} ended with ${status ?? "a signal"}`));
    });
  });
}

/** Memory of the processes of one group. Shared memory counts in each process. */
function residentMegabytes(group: number): number | undefined {
  try {
    const rows = execFileSync("ps", ["-A", "-o", "pgid=,rss="], { encoding: "utf8" }).trim().split("\n");
    const kilobytes = rows
      .map((row) => row.trim().split(/\s+/).map(Number))
      .filter(([pgid]) => pgid === group)
      .reduce((sum, [, rss]) => sum + (rss ?? 0), 0);
    return kilobytes / 1024;
  } catch {
    return undefined;
  }
}
