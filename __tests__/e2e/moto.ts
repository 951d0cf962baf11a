/**
 * moto, an AWS in memory, on a free loopback port. It lives behind a shell that waits for the end of its own
 * standard input: when this process ends, however it ends, that pipe closes and moto goes with it.
 */
import { spawn } from "node:child_process";
import { killGroup, runCommand } from "./run-command";
import type { LoopbackServer } from "./loopback-server";

export type MotoCommand = readonly [string, ...string[]];

const candidates: readonly MotoCommand[] = [["moto_server"], ["python3", "-m", "moto.server"]];

/** The first way to start moto that works here. */
export async function findMoto(): Promise<MotoCommand | undefined> {
  for (const command of candidates) {
    const help = await runCommand([...command, "--help"], { cwd: ".", env: process.env, timeoutMs: 60_000 });
    if (help.status === 0) return command;
  }
  return undefined;
}

const untilInputEnds = '"$@" </dev/null & moto=$!; read -r _; kill "$moto"';

export async function startMoto(command: MotoCommand): Promise<LoopbackServer> {
  const args = ["-c", untilInputEnds, "sh", ...command, "-H", "127.0.0.1", "-p", "0"];
  const child = spawn("sh", args, { detached: true, stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise<void>((resolve) =>
    child.once("close", () => {
      resolve();
    }),
  );
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  try {
    return { url: await addressOf(child.stdout, child.stderr), stop };
  } catch (error) {
    killGroup(child.pid);
    throw error;
  }
}

/** moto takes a free port by itself and says which, once it listens. */
function addressOf(...outputs: readonly NodeJS.ReadableStream[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => {
      reject(new Error(`moto did not start within a minute: ${said}`));
    }, 60_000);
    for (const output of outputs) {
      output.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
        if (address === undefined) return;
        clearTimeout(timer);
        resolve(address);
      });
    }
  });
}
