/**
 * moto, an AWS in memory, on a free loopback port. It lives behind a shell that waits for the end of its own
 * standard input: when this process ends, however it ends, that pipe closes and moto goes with it.
 */
import { spawn } from "node:child_process";
import { runCommand } from "../../run/command";
import type { LoopbackServer } from "../loopback-server";

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

/** The watcher reads a copy of standard input, since a shell gives none to what it starts in the background. */
const untilInputEnds = `
exec 3<&0
"$@" </dev/null 3<&- & moto=$!
{ read -r _ <&3; kill "$moto"; } >/dev/null 2>&1 &
wait "$moto"`;

/** The roles of a cluster carry AWS's own policies, which an account has from the start. */
const motoSettings = { MOTO_IAM_LOAD_MANAGED_POLICIES: "true" } as const;

export async function startMoto(command: MotoCommand): Promise<LoopbackServer> {
  const args = ["-c", untilInputEnds, "sh", ...command, "-H", "127.0.0.1", "-p", "0"];
  const { PATH, HOME, LANG, TMPDIR } = process.env;
  const env = { PATH, HOME, LANG, TMPDIR, ...motoSettings };
  const child = spawn("sh", args, { env, stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      child.stdin.end();
      resolve();
    });
  });
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  try {
    return { url: await addressOf(ended, child.stdout, child.stderr), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** moto takes a free port by itself and says which, once it listens. */
function addressOf(ended: Promise<void>, ...outputs: readonly NodeJS.ReadableStream[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const giveUp = () => {
      clearTimeout(timer);
      reject(new Error(`moto did not start: ${said}`));
    };
    const timer = setTimeout(giveUp, 60_000);
    void ended.then(giveUp);
    for (const output of outputs) {
      output.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
        if (address === undefined) return;
        clearTimeout(timer);
        // A line for each request follows, which nobody reads.
        for (const each of outputs) each.removeAllListeners("data").resume();
        resolve(address);
      });
    }
  });
}
