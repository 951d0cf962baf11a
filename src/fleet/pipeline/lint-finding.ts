/** What `pipeline lint` reports: findings of the rules, notes on what was not checked, problems that refuse the file. */

import type { PipelineProblemCode, RuleName } from "./lint-texts";

/** `error`: the job fails or never runs; `warning`: it may. */
type Level = "error" | "warning";

/** A place in the pipeline's files: `file` is set only where it is an included file. */
interface Position {
  /** 1 for the first line. */
  readonly line: number;
  readonly file?: string;
}

/** What is wrong, without where. */
interface Fault {
  /** Stable, as programs see it. */
  readonly rule: RuleName;
  readonly level: Level;
  /** The part of the job that it is about; tells two findings of one rule in one job apart, wherever they stand. */
  readonly subject: string;
  readonly message: string;
  readonly fix: string;
}

/** A fault of one job. */
export interface JobFinding extends Fault {
  readonly job: string;
  readonly line: number;
}

export interface Place extends Position {
  /** Jobs that have the fault by this line, in the order of the pipeline. */
  readonly jobs: readonly string[];
}

/** Everything that has one cause and one fix. */
export interface Finding extends Fault {
  /** By file and line; at least one. */
  readonly places: readonly [Place, ...Place[]];
}

/** What could not be checked, and why: never a reason to fail. */
export interface JobNote {
  readonly line: number;
  /** Undefined where it is about the whole file. */
  readonly job?: string;
  readonly message: string;
}

/** Everything that cannot be checked for one reason. */
export interface Note {
  readonly message: string;
  readonly places: readonly [Place, ...Place[]];
}

/** Why the file is refused as a whole. */
export interface PipelineProblem extends Position {
  /** Stable: what GitLab would refuse before it looks at a job, and the limits in limits.ts. */
  readonly code: PipelineProblemCode;
  readonly message: string;
  readonly fix: string;
}
