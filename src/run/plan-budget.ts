/**
 * How many stages `plan` works on at the same time: as many as the memory that is available and the cores allow, and at
 * least one, which the check of the machine judges.
 */
import { availableParallelism } from "node:os";
import type { Config } from "../config";
import { readMemory, type ReadText } from "../clients/system/memory";
import { memoryNeedMiB } from "../clients/terraform/sizes";

/** What the budget reads of the machine, so that a test can give another one. */
interface Machine {
  /** Of files below `/proc` and `/sys`. @default the real ones */
  readonly text?: ReadText;
  /** How many programs can compute at the same time. @default the real number */
  readonly cores?: number;
}

/**
 * A plan waits for AWS more than it computes: on 2 cores and the emulator, which answers at once, 4 at the same time took
 * 0.9 of the time that 2 took (`npm run bench:plans`, 2026-11-30).
 */
const plansPerCore = 2;

/** A machine whose memory cannot be read plans one stage after the other. */
export async function plansAtOnce(
  config: Config,
  { text, cores = availableParallelism() }: Machine = {},
): Promise<number> {
  const memory = await readMemory(text);
  const fitting = Math.floor((memory?.availableMiB ?? 0) / memoryNeedMiB(config));
  return Math.max(1, Math.min(cores * plansPerCore, fitting));
}
