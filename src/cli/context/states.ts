/** Reads the states of a cluster for commands that run no stage. */
import type { Config } from "../../config";
import { readDeploymentStatus, type DeploymentStatus } from "../../migrate/state-move/cluster-identity";
import type { CommandCall } from "../definition/command";
import { withStacks } from "./temporary-stacks";

export async function statesTell(
  config: Config,
  { env }: Pick<CommandCall, "env">,
  signal?: AbortSignal,
): Promise<DeploymentStatus> {
  return withStacks(config, (written) => readDeploymentStatus(written, { env, signal }));
}
