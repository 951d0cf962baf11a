/** Why a move of states stopped, and the user's next step. A problem never contains a value of a state. */

/** Stable codes, which `docs/messages.md` explains. */
export type MoveCode =
  | "move-same-place"
  | "move-another-cluster"
  | "move-nothing"
  | "move-locked"
  | "move-target-not-empty"
  | "move-no-such-stack"
  | "move-changed-meanwhile"
  | "move-not-what-was-written"
  | "move-plan-not-empty"
  | "move-terraform";

export interface MoveProblem {
  readonly code: MoveCode;
  readonly message: string;
  readonly fix: string;
  /** Addresses of the affected resources. */
  readonly addresses: readonly string[];
}

/** Stops a move. `moveState` catches it and returns the problem. */
export class MoveStop extends Error {
  readonly problem: MoveProblem;

  constructor(code: MoveCode, message: string, fix: string, addresses: readonly string[] = []) {
    super(message);
    this.problem = { code, message, fix, addresses };
  }
}
