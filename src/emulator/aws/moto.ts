/** Starts moto, an AWS in memory, on a free loopback port. It ends with this process. */
import { runCommand } from "../../clients/system/command";
import type { Environment } from "../../config/environment";
import type { LoopbackServer } from "../loopback-server";
import { startChildService, type ProgramArguments } from "../child-service";

export type MotoProgram = ProgramArguments;

const candidates: readonly MotoProgram[] = [["moto_server"], ["python3", "-m", "moto.server"]];

/** The first command that starts moto on this machine; undefined if none does. */
export async function findMoto(env: Environment): Promise<MotoProgram | undefined> {
  for (const command of candidates) {
    const help = await runCommand([...command, "--help"], { cwd: ".", env, timeoutMs: 60_000 });
    if (help.status === 0) return command;
  }
  return undefined;
}

/** Loads the AWS managed policies, which the roles of a cluster use. */
const motoSettings = { MOTO_IAM_LOAD_MANAGED_POLICIES: "true" } as const;

/** moto chooses a free port and prints it once it listens. */
export async function startMoto(command: MotoProgram): Promise<LoopbackServer> {
  const { PATH, HOME, LANG, TMPDIR } = process.env;
  const { address: url, stop } = await startChildService({
    command: [...command, "-H", "127.0.0.1", "-p", "0"],
    env: { PATH, HOME, LANG, TMPDIR, ...motoSettings },
    findAddress: (output) => /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0],
  });
  return { url, stop };
}
