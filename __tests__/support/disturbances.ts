/**
 * A command that is disturbed at random times: its processes, and the emulated AWS behind it, are killed or frozen.
 * The times come from a seed, so that a failure can be tried again.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process is killed, or stopped and continued after some seconds, as a suspended laptop does. */
interface Disturbance {
  readonly afterMs: number;
  readonly victim: "run" | "terraform" | "run and terraform" | "moto";
  readonly how: "kill" | "freeze";
}

/** Numbers in [0, 1) that follow from the seed. Source: Tommy Ettinger's mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** moto keeps the whole account in memory: it is frozen, never killed. */
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

/** From /proc: a process that ends while it is read is left out. */
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

function below(pid: number, all: readonly Process[]): readonly Process[] {
  const children = all.filter(({ parent }) => parent === pid);
  return [...children, ...children.flatMap((child) => below(child.pid, all))];
}

/** The process that the victim names, as long as it exists. A Terraform that outlived its run is one as well. */
function pidsOf(victim: Disturbance["victim"], run: number, folder: string): readonly number[] {
  const all = processes();
  const terraform = all.filter(
    ({ command, pid }) => command.startsWith("terraform ") && workingIn(pid, folder),
  );
  if (victim === "moto")
    return below(process.pid, all).flatMap(({ pid, command }) =>
      /moto/.test(command) && !/^sh /.test(command) ? [pid] : [],
    );
  const own = all.some(({ pid }) => pid === run) ? [run] : [];
  const others = terraform.map(({ pid }) => pid);
  if (victim === "run") return own;
  return victim === "terraform" ? others : [...own, ...others];
}

function workingIn(pid: number, folder: string): boolean {
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
      // It ended in this very moment.
    }
  }
}

const frozenMs = 4000;

interface Ended {
  readonly status: number | null;
  readonly output: string;
  /** What hit a process, in words. */
  readonly hits: readonly string[];
}

/**
 * Runs a command to its end and disturbs it.
 * @param next the next disturbance, counted from the one before; undefined when there are to be no more
 * @param folder part of the environment of every Terraform of this life
 */
export async function runDisturbed(
  command: readonly [string, ...string[]],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly folder: string },
  next: () => Disturbance | undefined,
): Promise<Ended> {
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
      const coming = next();
      if (coming === undefined) return;
      await Promise.race([sleep(coming.afterMs), closed]);
      if (!running) return;
      const pids = pidsOf(coming.victim, child.pid ?? -1, options.folder);
      if (pids.length === 0) continue;
      hits.push(`${coming.how} ${coming.victim} after ${coming.afterMs} ms`);
      if (coming.how === "kill") signal(pids, "SIGKILL");
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
