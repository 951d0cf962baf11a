/** Synthesizes the stacks of a configuration into a temporary folder, for commands that only read them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../../config";
import type { SynthesizedConfig } from "../../migrate/state-move/stacks";

export async function withStacks<T>(
  config: Config,
  use: (written: SynthesizedConfig) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "glrunner-stacks-"));
  try {
    // Loaded late: it takes a second, and not every command needs it.
    const { synthesize } = await import("../../stacks");
    const { directory } = synthesize(config, folder);
    return await use({ config, directory });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
