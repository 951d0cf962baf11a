/**
 * Calculates how many stages `plan` plans at the same time: as many as the available memory and the cores allow, and at
 * least one.
 */
import { availableParallelism } from "node:os";
import type { Config } from "../../config";
import { readMemory, type ReadText } from "../../clients/system/memory";
import { memoryNeedMiB } from "../../clients/terraform/sizes";

/** The properties of the machine that the budget depends on. A test passes its own. */
interface Machine {
  /** Reads files below `/proc` and `/sys`. @default the real ones */
  readonly text?: ReadText;
  /** Number of cores. @default the real number */
  readonly cores?: number;
}

/**
 * A plan waits for AWS more than it computes. On 2 cores with the emulator, which answers at once, 4 plans at the same
 * time took 0.9 of the time that 2 took (`npm run bench:plans`, 2026-11-30).
 */
const plansPerCore = 2;

/** @returns 1 if the memory of the machine cannot be read */
export async function plansAtOnce(
  config: Config,
  { text, cores = availableParallelism() }: Machine = {},
): Promise<number> {
  const memory = await readMemory(text);
  const fitting = Math.floor((memory?.availableMiB ?? 0) / memoryNeedMiB(config));
  return Math.max(1, Math.min(cores * plansPerCore, fitting));
}
