/** Shows a run while it is in progress: drawn in place on a terminal, or line by line where there is none. */
import type { RunEvent } from "../../run/journal/events";
import type { Work } from "./estimate/duration";
import type { History } from "./estimate/history";

export interface ProgressView {
  readonly onEvent: (event: RunEvent) => void;
  /** Sets the planned work of a stage, which improves the estimate. */
  readonly expectWork: (stack: string, work: readonly Work[]) => void;
  /** Leaves the terminal to a review or a question until the next event. */
  readonly pause: () => void;
  /** Shows what an interrupted run waits for. */
  readonly stopping: (text: string) => void;
  /** Shows the last state and stops. */
  readonly end: () => void;
}

export interface ViewOptions {
  /** @default none: estimates come from published figures */
  readonly history?: History;
  /** How long a log may be silent, in milliseconds. @default as long as nothing happens */
  readonly silentMs?: number;
  /** Milliseconds. @default the machine's clock */
  readonly now?: () => number;
}
