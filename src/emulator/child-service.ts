/**
 * Starts a program that listens on an address and prints that address. The program runs under a shell that waits for the
 * end of its standard input: however this process ends, the pipe closes and the shell stops the program.
 */
import { spawn } from "node:child_process";

export type ProgramArguments = readonly [string, ...string[]];

interface ChildServiceProps {
  readonly command: ProgramArguments;
  readonly env: NodeJS.ProcessEnv;
  /** Finds the address in the output so far; undefined while it is not there yet. */
  readonly findAddress: (output: string) => string | undefined;
}

interface ChildService {
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** The watcher reads a copy of standard input: a shell gives none to a background process. */
const untilInputEnds = `
exec 3<&0
"$@" </dev/null 3<&- & program=$!
{ read -r _ <&3; kill "$program"; } >/dev/null 2>&1 &
wait "$program"`;

const startTimeoutMs = 60_000;

/** @throws with the program's output, when it ends or prints no address within a minute */
export async function startChildService({
  command,
  env,
  findAddress,
}: ChildServiceProps): Promise<ChildService> {
  const child = spawn("sh", ["-c", untilInputEnds, "sh", ...command], {
    env,
    stdio: ["pipe", "pipe", "pipe"],
  });
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
    return { address: await addressOf(command, findAddress, ended, child.stdout, child.stderr), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function addressOf(
  [program]: ProgramArguments,
  findAddress: ChildServiceProps["findAddress"],
  ended: Promise<void>,
  ...outputs: readonly NodeJS.ReadableStream[]
): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const giveUp = () => {
      clearTimeout(timer);
      reject(new Error(`${program} did not start: ${printed}`));
    };
    const timer = setTimeout(giveUp, startTimeoutMs);
    void ended.then(giveUp);
    for (const output of outputs) {
      output.on("data", (chunk: Buffer) => {
        printed += chunk.toString();
        const address = findAddress(printed);
        if (address === undefined) return;
        clearTimeout(timer);
        // Later output, such as a line for each request, is discarded.
        for (const stream of outputs) stream.removeAllListeners("data").resume();
        resolve(address);
      });
    }
  });
}
