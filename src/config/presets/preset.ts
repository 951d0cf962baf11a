/** A preset: a configuration to start from, with a reason to change each of its keys. */
import type { ConfigInput } from "../schema";

/**
 * When to change a key, by its path (`runners[0].job`). What the key means, its unit and its default come from the
 * schema and are not repeated here.
 */
export type Reasons = Readonly<Record<string, string>>;

/** A configuration to start from, and its comments. */
export interface Preset {
  /** One line, for a list of presets. */
  readonly summary: string;
  /** The comment at the top of the file: what the configuration is for. */
  readonly purpose: string;
  /** Steps before the first run at full size, each with a link or a command. @default none */
  readonly checklist?: readonly string[];
  readonly input: ConfigInput;
  /** Reasons of this preset only. They win over the common ones. */
  readonly reasons: Reasons;
}

/** Keys of every preset for a new cluster. */
export const newCluster = {
  name: "glrunner",
  region: "us-west-2",
  network: { cidr: "10.0.0.0/16", zones: 3, nat: "single" },
  cluster: { endpoint: { allowedCidrs: ["0.0.0.0/0"] } },
} satisfies ConfigInput;

type Runner = NonNullable<ConfigInput["runners"]>[number];

/** A job that fits into half a vCPU and 1 GB, together with its helper and the 256 MB that Fargate reserves. */
const lightJob: NonNullable<Runner["job"]> = {
  cpu: 0.25,
  memory: "512Mi",
  helper: { cpu: 0.25, memory: "256Mi" },
};

/** A runner of light jobs on Fargate. */
export const fargateRunner = (name: string, concurrent: number): Runner => ({
  name,
  token: "env:TF_VAR_fargate_token",
  compute: "fargate",
  concurrent,
  job: lightJob,
});
