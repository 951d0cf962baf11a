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
  readonly signal?: AbortSignal;
  /** A part begins. */
  readonly onStep?: (step: string) => void;
}
