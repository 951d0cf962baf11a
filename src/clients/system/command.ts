/**
 * Runs one command to its end and gives back what it said. Never throws: a command that cannot start, takes too long
 * or is interrupted is a failed one. Then its whole process group is asked to end, and made to after a while, so that
 * no Terraform outlives a cdktf that hung, nor loses its state to a signal that it cannot answer.
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
  /** From an interruption to the end by force: Terraform stops what it does and writes its state. @default a minute */
  readonly graceMs?: number;
  /** Interrupts the command. @default nothing does */
  readonly signal?: AbortSignal;
  /** Each line of standard output, as it comes. */
  readonly onLine?: (line: string) => void;
  /** Whether the result has standard output too: not for a command that may print for days. @default true */
  readonly keepsOutput?: boolean;
  /**
   * A file that takes standard output and error, one after the other as they come. With it, the command continues
   * when this process is killed: a pipe without a reader would end it at its next line.
   * @default pipes, and the command ends with this process
   */
  readonly log?: string;
  /** It runs, as this process. */
  readonly onStart?: (pid: number) => void;
}

export interface CommandResult {
  /** Undefined when the command did not start or was ended by a signal. */
  readonly status: number | undefined;
  /** With a log, all that it holds. */
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. What starts processes takes one of these, so that tests can script it. */
export type RunCommand = (
  command: readonly [string, ...string[]],
  options: CommandOptions,
) => Promise<CommandResult>;

export const runCommand: RunCommand = ([command, ...args], options) => {
  const { cwd, env, timeoutMs = 240_000, graceMs = 60_000, signal, log, onStart } = options;
  const file = log === undefined ? undefined : openSync(log, "w", 0o600);
  const output = file ?? "pipe";
  const child = spawn(command, args, {
    cwd,
    env: { ...env },
    detached: true,
    stdio: ["ignore", output, output],
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
  const said = log === undefined ? fromPipes(child, options) : fromLog(log, options.onLine);
  return new Promise((resolve) => {
    const done = (status: number | null, problem = "") => {
      clearTimeout(timer);
      clearTimeout(forced);
      process.removeListener("exit", force);
      signal?.removeEventListener("abort", interrupt);
      const { stdout, stderr } = said();
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

type Said = Pick<CommandResult, "stdout" | "stderr">;

function fromPipes(
  { stdout: out, stderr: err }: ChildProcess,
  { onLine, keepsOutput = true }: CommandOptions,
): () => Said {
  let stdout = "";
  let stderr = "";
  out?.setEncoding("utf8").on("data", (text: string) => {
    if (keepsOutput) stdout += text;
  });
  err?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  if (out !== null && onLine) createInterface(out).on("line", onLine);
  return () => ({ stdout, stderr });
}

function fromLog(log: string, onLine: (line: string) => void = () => undefined): () => Said {
  const follower = followFile(log, onLine);
  return () => {
    const text = follower.end();
    return { stdout: text, stderr: "" };
  };
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
