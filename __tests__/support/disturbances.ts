/**
 * Runs a command and disturbs it at random times: its processes are killed or frozen, and the emulated AWS is frozen.
 * The times follow from a seed, so that a failure can be reproduced.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** One kill or freeze. A frozen process continues after some seconds, like a suspended laptop. */
interface Disturbance {
  /** Time since the previous disturbance, or since the start. */
  readonly afterMs: number;
  readonly victim: "run" | "terraform" | "run and terraform" | "moto";
  readonly how: "kill" | "freeze";
}

/** Returns a generator of numbers in [0, 1) that follow from the seed. Source: Tommy Ettinger's mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Returns a random disturbance. moto is frozen but never killed, because it keeps the whole account in memory. */
export function randomDisturbance(random: () => number): Disturbance {
  const kinds = [
    ["run", "kill"],
    ["terraform", "kill"],
    ["run and terraform", "kill"],
    ["run", "freeze"],
    ["terraform", "freeze"],
    ["moto", "freeze"],
  ] as const;
  const [victim, how] = kinds[Math.floor(random() * kinds.length)] ?? kinds[0];
  return { afterMs: 500 + Math.floor(random() * 7000), victim, how };
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Returns the processes in /proc, without those that end while they are read. */
function processes(): readonly Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const parent = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, "utf8"))?.[1];
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
        return [{ pid: Number(name), parent: Number(parent), command }];
      } catch {
        return [];
      }
    });
}

function descendantsOf(pid: number, all: readonly Process[]): readonly Process[] {
  const children = all.filter(({ parent }) => parent === pid);
  return [...children, ...children.flatMap((child) => descendantsOf(child.pid, all))];
}

/** Returns the running processes of a victim, including a Terraform that outlived its run. */
function pidsOf(victim: Disturbance["victim"], run: number, folder: string): readonly number[] {
  const all = processes();
  const terraform = all.filter(
    ({ command, pid }) => command.startsWith("terraform ") && usesFolder(pid, folder),
  );
  if (victim === "moto")
    return descendantsOf(process.pid, all).flatMap(({ pid, command }) =>
      /moto/.test(command) && !/^sh /.test(command) ? [pid] : [],
    );
  const runPids = all.some(({ pid }) => pid === run) ? [run] : [];
  const terraformPids = terraform.map(({ pid }) => pid);
  if (victim === "run") return runPids;
  return victim === "terraform" ? terraformPids : [...runPids, ...terraformPids];
}

/** Whether the environment of a process contains the path of the folder. */
function usesFolder(pid: number, folder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").includes(folder);
  } catch {
    return false;
  }
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // The process has already ended.
    }
  }
}

const frozenMs = 4000;

interface DisturbedRun {
  /** The exit code; null if a signal ended the command. */
  readonly status: number | null;
  readonly output: string;
  /** A description of each disturbance that reached a process. */
  readonly hits: readonly string[];
}

/**
 * Runs a command until it ends, and disturbs it.
 * @param options `folder` is a path that the environment of every Terraform process of this test contains
 * @param next returns the next disturbance, or undefined if no more should follow
 */
export async function runDisturbed(
  command: readonly [string, ...string[]],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly folder: string },
  next: () => Disturbance | undefined,
): Promise<DisturbedRun> {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text: Buffer) => (output += text.toString()));
  }
  let running = true;
  const closed = once(child, "close").then(() => {
    running = false;
  });
  const hits: string[] = [];
  const disturb = async () => {
    for (;;) {
      const disturbance = next();
      if (disturbance === undefined) return;
      await Promise.race([sleep(disturbance.afterMs), closed]);
      if (!running) return;
      const pids = pidsOf(disturbance.victim, child.pid ?? -1, options.folder);
      if (pids.length === 0) continue;
      hits.push(`${disturbance.how} ${disturbance.victim} after ${disturbance.afterMs} ms`);
      if (disturbance.how === "kill") signal(pids, "SIGKILL");
      else {
        signal(pids, "SIGSTOP");
        await sleep(frozenMs);
        signal(pids, "SIGCONT");
      }
    }
  };
  await Promise.all([closed, disturb()]);
  return { status: child.exitCode, output, hits };
}
