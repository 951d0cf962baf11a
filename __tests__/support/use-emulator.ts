/**
 * Emulators for tests: each its own, started when it is asked for and stopped after its test, so that tests may run
 * side by side. What a project called there must be in the policies that its configuration asks for. Where something
 * is missing that an emulator needs, the tests are skipped.
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { startEmulator, type Emulator, type EmulatorOptions } from "../../src/emulator";
import { findRequirements, missingText } from "../../src/emulator/requirements";
import { actionsOutsideOwnPolicies } from "./allowed-calls";

const requirements = await findRequirements();

/** Whether an emulator can be started here. That it can in CI is a test of its own. */
export const canEmulate = requirements.ok;

export async function withEmulator(
  options: Omit<EmulatorOptions, "folder" | "requirements">,
  use: (emulator: Emulator) => Promise<void>,
): Promise<void> {
  if (!requirements.ok) throw new Error(missingText(requirements));
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
  let emulator: Emulator | undefined;
  try {
    emulator = await startEmulator({ ...options, folder, requirements });
    await use(emulator);
    expect(actionsOutsideOwnPolicies(emulator)).toEqual([]);
  } finally {
    await emulator?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
