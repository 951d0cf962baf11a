/** What `pipeline lint` reports: findings of the rules, notes on what was not checked, problems that refuse the file. */

/** `error`: the job fails or never runs; `warning`: it may. */
export type Level = "error" | "warning";

/** A place in the pipeline's files: `file` is set only where it is an included file. */
interface Position {
  /** 1 for the first line. */
  readonly line: number;
  readonly file?: string;
}

/** What is wrong, without where. */
interface Fault {
  /** Stable, as programs see it. */
  readonly rule: string;
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
export interface Note extends Position {
  readonly message: string;
}

/** Stable codes of what GitLab would refuse before it looks at a job, and of the limits in limits.ts. */
export type PipelineProblemCode =
  | "pipeline-syntax"
  | "pipeline-not-a-mapping"
  | "pipeline-date"
  | "pipeline-alias-unknown"
  | "pipeline-alias-circular"
  | "pipeline-too-large"
  | "pipeline-too-deep"
  | "pipeline-too-many-values"
  | "pipeline-too-many-includes"
  | "pipeline-expands-too-far"
  | "pipeline-unreadable";

/** Why the file is refused as a whole. */
export interface PipelineProblem extends Position {
  readonly code: PipelineProblemCode;
  readonly message: string;
  readonly fix: string;
}
