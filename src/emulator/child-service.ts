/**
 * A program of the emulator's that listens somewhere and says where. It lives behind a shell that waits for the end of
 * its own standard input: when this process ends, however it ends, that pipe closes and the program goes with it.
 */
import { spawn } from "node:child_process";

export type ProgramArguments = readonly [string, ...string[]];

interface ChildServiceProps {
  readonly command: ProgramArguments;
  readonly env: NodeJS.ProcessEnv;
  /** Finds where it listens in all that it has said so far. */
  readonly findAddress: (said: string) => string | undefined;
}

interface ChildService {
  /** What `find` found. */
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** The watcher reads a copy of standard input, since a shell gives none to what it starts in the background. */
const untilInputEnds = `
exec 3<&0
"$@" </dev/null 3<&- & program=$!
{ read -r _ <&3; kill "$program"; } >/dev/null 2>&1 &
wait "$program"`;

const startTimeoutMs = 60_000;

/** @throws with what it said, when it ends or says nothing for a minute */
export async function startChildService({
  command,
  env,
  findAddress: find,
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
    return { address: await addressOf(command, find, ended, child.stdout, child.stderr), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function addressOf(
  [program]: ProgramArguments,
  find: ChildServiceProps["findAddress"],
  ended: Promise<void>,
  ...outputs: readonly NodeJS.ReadableStream[]
): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const giveUp = () => {
      clearTimeout(timer);
      reject(new Error(`${program} did not start: ${said}`));
    };
    const timer = setTimeout(giveUp, startTimeoutMs);
    void ended.then(giveUp);
    for (const output of outputs) {
      output.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        const address = find(said);
        if (address === undefined) return;
        clearTimeout(timer);
        // The rest of the output, such as a line for each request, is ignored.
        for (const each of outputs) each.removeAllListeners("data").resume();
        resolve(address);
      });
    }
  });
}
