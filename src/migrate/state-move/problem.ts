/** Why a move of states stopped, and the user's next step. It contains no value of a state. */

export interface MoveProblem {
  readonly code:
    | "same place"
    | "another cluster"
    | "nothing to move"
    | "locked"
    | "target not empty"
    | "no such stack"
    | "changed meanwhile"
    | "not what was written"
    | "plan not empty"
    | "terraform";
  readonly message: string;
  readonly fix: string;
  /** Addresses of the affected resources. */
  readonly addresses: readonly string[];
}

/** Stops a move; the caller of the move receives the problem as data. */
export class MoveStop extends Error {
  readonly problem: MoveProblem;

  constructor(code: MoveProblem["code"], message: string, fix: string, addresses: readonly string[] = []) {
    super(message);
    this.problem = { code, message, fix, addresses };
  }
}
