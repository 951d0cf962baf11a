/** Synthesizes a configuration into a temporary folder, for commands that need the stacks only to read states. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../../config";
import { readDeploymentStatus, type DeploymentStatus } from "../../migrate/state-move/cluster-identity";
import type { SynthesizedConfig } from "../../migrate/state-move/stacks";
import type { CommandCall } from "../definition/command";

/** @returns what `use` returns; the folder is gone then */
export async function withStacks<T>(
  config: Config,
  use: (written: SynthesizedConfig) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "glrunner-stacks-"));
  try {
    // Loaded here because it takes a second, and not every command needs it.
    const { synthesize } = await import("../../stacks");
    const { directory } = synthesize(config, folder);
    return await use({ config, directory });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the states say about the deployment, for commands that run no stage. */
export function readStates(
  config: Config,
  { env }: Pick<CommandCall, "env">,
  signal?: AbortSignal,
): Promise<DeploymentStatus> {
  return withStacks(config, (written) => readDeploymentStatus(written, { env, signal }));
}
