/**
 * Runs one command to its end and returns its output. It never throws: a command that cannot start, takes too long or is
 * interrupted has failed. At a timeout or an interruption the whole process group gets SIGINT, and SIGKILL after a grace
 * period: Terraform has time to save its state, and no Terraform outlives a cdktf that hangs.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createInterface } from "node:readline";
import { followFile } from "./tail";
import type { Environment } from "../../config/environment";

export interface CommandOptions {
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Environment;
  /** @default four minutes */
  readonly timeoutMs?: number;
  /** From SIGINT to SIGKILL: Terraform needs time to stop its work and save its state. @default one minute */
  readonly graceMs?: number;
  /** Interrupts the command. @default nothing does */
  readonly signal?: AbortSignal;
  /** Receives each line of standard output at once. */
  readonly onLine?: (line: string) => void;
  /** Whether the result contains standard output; set false for a command that may print for days. @default true */
  readonly keepsOutput?: boolean;
  /**
   * A file for standard output and standard error together. With it, the command survives this process: a pipe without
   * a reader would end it at its next line.
   * @default pipes, and the command ends with this process
   */
  readonly log?: string;
  /** Receives the process id when the command has started. */
  readonly onStart?: (pid: number) => void;
}

export interface CommandResult {
  /** Undefined when the command did not start or was ended by a signal. */
  readonly status: number | undefined;
  /** With a log, the whole log. */
  readonly stdout: string;
  readonly stderr: string;
}

/** The type of `runCommand`. Code that starts processes takes it as a parameter, so that tests can script it. */
export type RunCommand = (
  command: readonly [string, ...string[]],
  options: CommandOptions,
) => Promise<CommandResult>;

export const runCommand: RunCommand = ([command, ...args], options) => {
  const { cwd, env, timeoutMs = 240_000, graceMs = 60_000, signal, log, onStart } = options;
  const file = log === undefined ? undefined : openSync(log, "w", 0o600);
  const destination = file ?? "pipe";
  const child = spawn(command, args, {
    cwd,
    env: { ...env },
    detached: true,
    stdio: ["ignore", destination, destination],
  });
  if (file !== undefined) closeSync(file);
  if (child.pid !== undefined) onStart?.(child.pid);
  let forced: NodeJS.Timeout | undefined;
  const interrupt = () => {
    signalGroup(child.pid, "SIGINT");
    forced ??= setTimeout(force, graceMs);
  };
  const force = () => {
    signalGroup(child.pid, "SIGKILL");
  };
  const timer = setTimeout(interrupt, timeoutMs);
  if (log === undefined) process.once("exit", force);
  signal?.addEventListener("abort", interrupt);
  if (signal?.aborted === true) interrupt();
  const output = log === undefined ? fromPipes(child, options) : fromLog(log, options.onLine);
  return new Promise((resolve) => {
    const done = (status: number | null, problem = "") => {
      clearTimeout(timer);
      clearTimeout(forced);
      process.removeListener("exit", force);
      signal?.removeEventListener("abort", interrupt);
      const { stdout, stderr } = output();
      resolve({ status: status ?? undefined, stdout, stderr: stderr + problem });
    };
    child.once("error", (error) => {
      done(null, error.message);
    });
    child.once("close", (status) => {
      done(status);
    });
  });
};

type Output = Pick<CommandResult, "stdout" | "stderr">;

function fromPipes(
  { stdout: out, stderr: err }: ChildProcess,
  { onLine, keepsOutput = true }: CommandOptions,
): () => Output {
  let stdout = "";
  let stderr = "";
  out?.setEncoding("utf8").on("data", (text: string) => {
    if (keepsOutput) stdout += text;
  });
  err?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  if (out !== null && onLine) createInterface(out).on("line", onLine);
  return () => ({ stdout, stderr });
}

function fromLog(log: string, onLine: (line: string) => void = () => undefined): () => Output {
  const follower = followFile(log, onLine);
  return () => {
    const text = follower.end();
    return { stdout: text, stderr: "" };
  };
}

/** Signals every process of the group that `pid` leads. A group that has already ended is no problem. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended in the meantime.
  }
}
