/**
 * Runs one command to its end and gives back what it said. Never throws: a command that cannot start, takes too long
 * or is interrupted is a failed one. Then its whole process group is asked to end, and made to after a while, so that
 * no Terraform outlives a cdktf that hung, nor loses its state to a signal that it cannot answer.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface CommandOptions {
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @default four minutes */
  readonly timeoutMs?: number;
  /** From an interruption to the end by force: Terraform stops what it does and writes its state. @default a minute */
  readonly graceMs?: number;
  /** Interrupts the command. @default nothing does */
  readonly signal?: AbortSignal;
  /** Each line of standard output, as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface CommandResult {
  /** Undefined when the command did not start or was ended by a signal. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export function runCommand(
  [command, ...args]: readonly [string, ...string[]],
  { cwd, env, timeoutMs = 240_000, graceMs = 60_000, signal, onLine }: CommandOptions,
): Promise<CommandResult> {
  const child = spawn(command, args, {
    cwd,
    env: { ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let forced: NodeJS.Timeout | undefined;
  const interrupt = () => {
    signalGroup(child.pid, "SIGINT");
    forced ??= setTimeout(force, graceMs);
  };
  const force = () => {
    signalGroup(child.pid, "SIGKILL");
  };
  const timer = setTimeout(interrupt, timeoutMs);
  process.once("exit", force);
  signal?.addEventListener("abort", interrupt);
  if (signal?.aborted === true) interrupt();
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  if (onLine) createInterface(child.stdout).on("line", onLine);
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve) => {
    const done = (status: number | null, problem = "") => {
      clearTimeout(timer);
      clearTimeout(forced);
      process.removeListener("exit", force);
      signal?.removeEventListener("abort", interrupt);
      resolve({ status: status ?? undefined, stdout, stderr: stderr + problem });
    };
    child.once("error", (error) => {
      done(null, error.message);
    });
    child.once("close", (status) => {
      done(status);
    });
  });
}

/** To every process of the group that `pid` leads; one that is gone already is no problem. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // ended in the meantime
  }
}
