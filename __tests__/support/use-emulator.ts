/**
 * Starts a separate emulator for each test, so that tests may run in parallel. After the test, every AWS call of the
 * deployed projects must be allowed by the policies of their configurations. Tests are skipped if this machine lacks a
 * requirement of the emulator.
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { startEmulator, type Emulator, type EmulatorOptions } from "../../src/emulator";
import { findRequirements, missingText } from "../../src/emulator/requirements";
import { actionsOutsideOwnPolicies } from "./allowed-calls";

const requirements = await findRequirements();

/** Whether this machine can run an emulator. A separate test checks that CI can. */
export const canEmulate = requirements.ok;

/** Starts an emulator, calls `use`, checks the AWS calls against the policies, and stops the emulator. */
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
