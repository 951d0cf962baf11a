/** The input of a check. */
import type { Config, Problem } from "../config";
import type { AwsAccess } from "../clients/aws/aws-access";
import type { Environment } from "../config/environment";

/** The folders in which a run writes. */
export interface Folders {
  /** The shared copy of the providers. */
  readonly providers: string;
  /** The synthesized stacks, with their modules. */
  readonly work: string;
}

/** Whether the state holds resources of this cluster, which then own its names. Undefined if no state could be read. */
export type Deployed = boolean | undefined;

/** Why the states cannot be used for this cluster. */
export interface StateProblem {
  readonly message: string;
  /** Undefined if they could not be read; otherwise they belong to another cluster. */
  readonly fix?: string;
}

/** Input of `check`. */
export interface CheckOptions {
  readonly config: Config;
  /** Warnings from loading the configuration. */
  readonly warnings: readonly Problem[];
  /** The day that versions are judged on, YYYY-MM-DD. */
  readonly on: string;
  readonly env: Environment;
  readonly home: string;
  readonly folders: Folders;
  /** Undefined for a check without calls to AWS. */
  readonly access: AwsAccess | undefined;
  readonly deployed: Deployed;
  /** The same for its network, which is created first. */
  readonly network: Deployed;
  /** Whether EKS has created the cluster: a deploy may have failed before that. */
  readonly created: Deployed;
  /** @default the states were read, and belong to this cluster */
  readonly stateProblem?: StateProblem;
  /** Number of jobs at once to check the fleet with. @default the maximum of each group of runners */
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  /** Receives the name of each part when it begins. */
  readonly onStep?: (step: string) => void;
}
