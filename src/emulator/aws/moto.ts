/** moto, an AWS in memory, on a free loopback port. It ends with this process. */
import { runCommand } from "../../clients/system/command";
import type { Environment } from "../../config/environment";
import type { LoopbackServer } from "../loopback-server";
import { startChildService, type ProgramArguments } from "../child-service";

export type MotoProgram = ProgramArguments;

const candidates: readonly MotoProgram[] = [["moto_server"], ["python3", "-m", "moto.server"]];

/** The first way to start moto that works here. */
export async function findMoto(env: Environment): Promise<MotoProgram | undefined> {
  for (const command of candidates) {
    const help = await runCommand([...command, "--help"], { cwd: ".", env, timeoutMs: 60_000 });
    if (help.status === 0) return command;
  }
  return undefined;
}

/** The roles of a cluster carry AWS's own policies, which an account has from the start. */
const motoSettings = { MOTO_IAM_LOAD_MANAGED_POLICIES: "true" } as const;

/** moto takes a free port by itself and says which, once it listens. */
export async function startMoto(command: MotoProgram): Promise<LoopbackServer> {
  const { PATH, HOME, LANG, TMPDIR } = process.env;
  const { address: url, stop } = await startChildService({
    command: [...command, "-H", "127.0.0.1", "-p", "0"],
    env: { PATH, HOME, LANG, TMPDIR, ...motoSettings },
    findAddress: (said) => /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0],
  });
  return { url, stop };
}
