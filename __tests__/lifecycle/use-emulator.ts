/**
 * Emulators for tests: each its own, started when it is asked for and stopped after its test, so that tests may run
 * side by side. What a user's machine lacks skips them, with a word on how to get it; in CI it fails them.
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startEmulator, type Emulator, type EmulatorOptions } from "../../src/emulator";
import { findRequirements } from "../../src/emulator/requirements";

const requirements = await findRequirements();

/** `describe`, of tests that use an emulator. */
export function describeWithEmulator(name: string, tests: () => void): void {
  const missing = requirements.ok ? [] : requirements.missing;
  if (missing.length > 0) console.warn(`Skipped: ${name}. It needs\n  ${missing.join("\n  ")}`);
  it(`finds all that it needs; only a user's own machine may lack some of it: ${name}`, () => {
    const isCi = (process.env.CI ?? "") !== "";
    expect(isCi ? missing : []).toEqual([]);
  });
  describe.skipIf(!requirements.ok)(name, tests);
}

export async function withEmulator(
  options: Omit<EmulatorOptions, "folder" | "requirements">,
  use: (emulator: Emulator) => Promise<void>,
): Promise<void> {
  if (!requirements.ok) throw new Error(requirements.missing.join());
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
  let emulator: Emulator | undefined;
  try {
    emulator = await startEmulator({ ...options, folder, requirements });
    await use(emulator);
  } finally {
    await emulator?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
