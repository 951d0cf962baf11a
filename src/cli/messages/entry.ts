/** One entry of the table of codes: what `docs/messages.md` says about a code, and the exit code that it ends with. */
import type { ExitName } from "../exit-codes";

export interface MessageEntry {
  /** How a command ends that fails with this code. */
  readonly level: Exclude<ExitName, "ok" | "changes">;
  /** One sentence that holds for every failure with this code. The message itself adds the values. */
  readonly cause: string;
  /** The usual next step, as an instruction. The message itself may give a more exact one. */
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
