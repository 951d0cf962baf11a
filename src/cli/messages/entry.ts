/** An entry of the tables of codes, which `docs/messages.md` shows. */
import type { ExitName } from "../exit-codes";

export interface MessageEntry {
  /** How a command with this code ends. It selects the exit code. */
  readonly level: Exclude<ExitName, "ok" | "changes">;
  /** A sentence that is true for every failure with this code. The message adds the values. */
  readonly cause: string;
  /** The usual next step as an instruction. The message may have a more exact one. */
  readonly nextStep: string;
}

export type MessageEntries = Readonly<Record<string, MessageEntry>>;

const entry =
  <Level extends MessageEntry["level"]>(level: Level) =>
  (cause: string, nextStep: string) =>
    ({ level, cause, nextStep }) as const;

/** Nothing was started. */
export const refused = entry("refused");
/** The command began and failed, or found an error. */
export const failed = entry("failed");
/** The user did not approve. */
export const cancelled = entry("cancelled");
export const interrupted = entry("interrupted");
export const nothingChecked = entry("nothingChecked");
