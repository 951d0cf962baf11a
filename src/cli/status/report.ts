/** The report of `glrunner status` as plain data, which `--json` prints unchanged. */
import type { Total } from "../../config/placement/usd";
import type { VerifiedRunner } from "../../fleet/runners";
import type { RunStatus } from "../../run/journal/status";
import type { Observed } from "./observed";
import type { StageStatus } from "./stages";

/** The cluster as EKS describes it. */
export interface ClusterStatus {
  /** EKS's own word, such as ACTIVE or UPDATING. */
  readonly status: string;
  readonly endpoint: string;
  readonly kubernetes: string;
  readonly platformVersion: string;
  /** The problems that EKS reports. */
  readonly issues: readonly string[];
}

/** The manager of one runner, by its pods. */
export interface ManagerStatus {
  readonly runner: string;
  readonly state: "up" | "starting" | "down";
}

export interface JobsStatus {
  readonly running: number;
  readonly pending: number;
  readonly stuck: number;
}

export interface PlanStatus {
  /** ISO 8601. */
  readonly at: string;
  /** By stage. */
  readonly changes: readonly { readonly stack: string; readonly count: number }[];
  /** Objects that were changed outside of Terraform and that the plan depends on. Undefined if not recorded. */
  readonly drift?: number;
  /** Whether a run deployed or destroyed something after the plan. */
  readonly isOld: boolean;
}

/** A command and why to run it. */
export interface NextStep {
  readonly command: string;
  readonly why: string;
}

export type StatusLevel = "well" | "look" | "bad" | "unknown";

export interface StatusReport extends Omit<RunStatus, "lastPlan"> {
  readonly cluster: string;
  readonly region: string;
  /** ISO 8601. */
  readonly on: string;
  readonly verdict: { readonly level: StatusLevel; readonly text: string };
  readonly stages: readonly StageStatus[];
  /** A value of undefined: AWS has no such cluster. */
  readonly eks: Observed<ClusterStatus | undefined>;
  /** The versions that the configuration asks for. */
  readonly versions: { readonly kubernetes: string; readonly karpenter: string };
  readonly managers: Observed<readonly ManagerStatus[]>;
  readonly jobs: Observed<JobsStatus>;
  readonly gitlab: Observed<readonly VerifiedRunner[]>;
  readonly lastPlan: Observed<PlanStatus>;
  /** The list price of a whole month without jobs. */
  readonly usdPerMonth: Total;
  readonly next: NextStep;
}
