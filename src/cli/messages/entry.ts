/** The type of the entries in the tables of codes, and the functions that create them. */
import type { ExitName } from "../exit-codes";

/** The meaning of one code. */
export interface MessageEntry {
  /** How a command that fails with this code ends. The level selects the exit code. */
  readonly level: Exclude<ExitName, "ok" | "changes">;
  /** A sentence that is true for every failure with this code. The message adds the values. */
  readonly cause: string;
  /** The usual next step as an instruction. The message may have a more exact one. */
  readonly nextStep: string;
}

/** A table of codes. */
export type MessageEntries = Readonly<Record<string, MessageEntry>>;

const entry =
  <Level extends MessageEntry["level"]>(level: Level) =>
  (cause: string, nextStep: string) =>
    ({ level, cause, nextStep }) as const;

/** Creates an entry for a command that refused its input before it started. */
export const refused = entry("refused");
/** Creates an entry for a command that started and then failed or found an error. */
export const failed = entry("failed");
/** Creates an entry for a command that the user did not approve. */
export const cancelled = entry("cancelled");
/** Creates an entry for a command that a signal stopped. */
export const interrupted = entry("interrupted");
/** Creates an entry for a check that found nothing to check. */
export const nothingChecked = entry("nothingChecked");
