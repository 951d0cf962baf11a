/** What the states of a cluster tell a command that runs no stage. */
import type { Config } from "../config";
import { whatStatesTell, type StatesTell } from "../migrate/state-move/cluster-identity";
import type { Call } from "./definition/command";
import { withStacks } from "./stacks-to-read";

export async function statesTell(
  config: Config,
  { env }: Pick<Call, "env">,
  signal?: AbortSignal,
): Promise<StatesTell> {
  return withStacks(config, (written) => whatStatesTell(written, { env, signal }));
}
