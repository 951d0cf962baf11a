/** Why a move of states stopped, and what the user can do. No value of a state is in it. */

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
  /** Addresses that it is about. */
  readonly addresses: readonly string[];
}

/** Ends a move from within; the caller of the move gets the problem as data. */
export class MoveStop extends Error {
  readonly problem: MoveProblem;

  constructor(code: MoveProblem["code"], message: string, fix: string, addresses: readonly string[] = []) {
    super(message);
    this.problem = { code, message, fix, addresses };
  }
}
