/** An entry of the table of problem codes, as `docs/messages.md` shows it. */

/** A problem refuses the configuration (exit code 2, nothing is written); a warning does not. */
export type Level = "problem" | "warning";

export interface ProblemEntry {
  readonly level: Level;
  /** One sentence that is true for every problem with this code. The problem itself adds the values. */
  readonly cause: string;
  /** The usual next step, as an instruction. The problem itself may have a more exact one. */
  readonly nextStep: string;
}

export const problemEntry = (cause: string, nextStep: string) =>
  ({ level: "problem", cause, nextStep }) as const;
export const warningEntry = (cause: string, nextStep: string) =>
  ({ level: "warning", cause, nextStep }) as const;
