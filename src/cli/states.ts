/** What the states of a cluster tell a command that runs no stage: the stacks are written only to be read. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../config";
import { whatStatesTell, type StatesTell } from "../run/state/traces";
import type { Call } from "./call";

export async function statesTell(
  config: Config,
  { env }: Pick<Call, "env">,
  signal?: AbortSignal,
): Promise<StatesTell> {
  const folder = mkdtempSync(join(tmpdir(), "glrunner-states-"));
  try {
    // Later than the rest: it costs a second, and not every command of the caller needs it.
    const { synthesize } = await import("../stacks");
    const { directory } = synthesize(config, folder);
    return await whatStatesTell({ config, directory }, { env, signal });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
