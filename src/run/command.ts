/**
 * Runs one command to its end and gives back what it said. Never throws: a command that cannot start or takes too
 * long is a failed one. Its whole process group ends with it, so that no Terraform outlives a cdktf that hung.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface CommandOptions {
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @default four minutes */
  readonly timeoutMs?: number;
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
  { cwd, env, timeoutMs = 240_000, onLine }: CommandOptions,
): Promise<CommandResult> {
  const child = spawn(command, args, {
    cwd,
    env: { ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = () => {
    killGroup(child.pid);
  };
  const timer = setTimeout(stop, timeoutMs);
  process.once("exit", stop);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  if (onLine) createInterface(child.stdout).on("line", onLine);
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve) => {
    const done = (status: number | null, problem = "") => {
      clearTimeout(timer);
      process.removeListener("exit", stop);
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

/** Ends every process of the group that `pid` leads; one that is gone already is no problem. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // ended in the meantime
  }
}
