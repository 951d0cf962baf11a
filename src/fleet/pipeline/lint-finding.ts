/** The results of `pipeline lint`: findings of the rules, notes on unchecked parts, and problems that refuse the file. */
import type { PipelineProblemCode, RuleName } from "./lint-texts";

/** `error`: the job fails or never runs; `warning`: it may fail. */
type Level = "error" | "warning";

interface Position {
  /** 1 for the first line. */
  readonly line: number;
  /** Only for an included file. */
  readonly file?: string;
}

/** A fault without its location. */
interface Fault {
  /** Stable: programs compare it. */
  readonly rule: RuleName;
  readonly level: Level;
  /** The part of the job with the fault. Two findings of one rule in one job differ in it, wherever they are. */
  readonly subject: string;
  readonly message: string;
  readonly fix: string;
}

/** A fault of one job. */
export interface JobFinding extends Fault {
  readonly job: string;
  readonly line: number;
}

/** One line, and the jobs that have the fault because of it. */
export interface FindingLocation extends Position {
  /** In the order of the pipeline. */
  readonly jobs: readonly string[];
}

/** All faults that have one cause and one fix. */
export interface LintFinding extends Fault {
  /** By file and line. */
  readonly places: readonly [FindingLocation, ...FindingLocation[]];
}

/** A part of a job that lint could not check, with the reason. A note is no reason to fail. */
export interface JobNote {
  readonly line: number;
  /** Undefined for a note about the whole file. */
  readonly job?: string;
  readonly message: string;
}

/** All notes with the same message. */
export interface LintNote {
  readonly message: string;
  readonly places: readonly [FindingLocation, ...FindingLocation[]];
}

/** The reason why lint refuses a whole file. */
export interface PipelineProblem extends Position {
  /** Stable: for text that GitLab refuses before it reads any job, and for the limits in limits.ts. */
  readonly code: PipelineProblemCode;
  readonly message: string;
  readonly fix: string;
}
