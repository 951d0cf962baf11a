/** What a check is asked. */
import type { Config, Problem } from "../config";
import type { AwsAccess } from "../clients/aws/aws-access";
import type { Environment } from "../config/environment";

/** Where the run puts what it downloads and makes. */
export interface Folders {
  /** The one copy of the providers. */
  readonly providers: string;
  /** The synthesized stacks, with their modules. */
  readonly work: string;
}

/** Whether a state holds anything of this cluster: then what has its names is ours. Undefined when none could be read. */
export type Deployed = boolean | undefined;

/** Why the states say nothing about this cluster. */
export interface StateProblem {
  readonly message: string;
  /** Undefined when they could not be read; otherwise they belong to another cluster. */
  readonly fix?: string;
}

export interface CheckOptions {
  readonly config: Config;
  /** What loading the configuration warned of. */
  readonly warnings: readonly Problem[];
  /** The day that versions are judged on, YYYY-MM-DD. */
  readonly on: string;
  readonly env: Environment;
  readonly home: string;
  readonly folders: Folders;
  /** Undefined when nothing may be asked of AWS. */
  readonly access: AwsAccess | undefined;
  readonly deployed: Deployed;
  /** The same of its network, which is made first. */
  readonly network: Deployed;
  /** Whether EKS has made the cluster: a deploy may have ended before. */
  readonly created: Deployed;
  /** @default the states were read, and belong to this cluster */
  readonly stateProblem?: StateProblem;
  /** Jobs at once that the fleet is judged by. @default as many as each group of runners takes */
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  /** A part begins. */
  readonly onStep?: (step: string) => void;
}
