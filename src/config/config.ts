/**
 * The configuration as the stages read it, with every default filled in and every derived setting computed. Plain data.
 */
import type { EndpointService } from "../facts/aws/vpc-endpoints";
import type { PinnedProvider, VersionSetName } from "../../modules/pins";
import type { ResolvedState } from "./backends";
import type { PlacedCluster } from "./placement/types";
import type { GitlabCa } from "./resolve/gitlab-ca";
import type { Manager } from "./resolve/manager";
import type { ParsedConfig } from "./schema";
import type { Architecture } from "./schema/addons";
import type { FargateSelector } from "./schema/cluster";
import type { RunnerConfig } from "./schema/runners";

/** The version set, and the version of each component. */
export interface Versions {
  readonly set: VersionSetName;
  readonly kubernetes: string;
  readonly karpenter: string;
  readonly runnerChart: string;
  readonly providers: Readonly<Record<PinnedProvider, string>>;
}

/** Availability zones, by number or by name. */
export type Zones = { readonly count: number } | { readonly names: readonly string[] };

/** A VPC that glrunner creates. */
export interface CreatedNetwork {
  readonly kind: "created";
  readonly cidr: string;
  readonly zones: Zones;
  readonly nat: ParsedConfig["network"]["nat"];
  /** One per zone, in the order of the zones. */
  readonly privateSubnets: readonly string[];
  readonly publicSubnets: readonly string[];
  /** AWS services with a VPC endpoint. */
  readonly endpoints: readonly EndpointService[];
}

/** A VPC of the user. */
export interface ExistingNetwork {
  readonly kind: "existing";
  readonly vpcId: string;
  readonly privateSubnetIds: readonly string[];
}

/** A Fargate profile with all names filled in. */
export interface FargateProfile {
  /** Key in the map of the eks module, and so part of the Terraform address. */
  readonly key: string;
  readonly name: string;
  readonly selectors: readonly FargateSelector[];
}

export interface Runner extends Omit<RunnerConfig, "namespace" | "tags" | "manager" | "nodePool"> {
  readonly namespace: string;
  /** Tags of the runner in GitLab. */
  readonly tags: readonly string[];
  readonly manager: Manager;
  /** Undefined for compute fargate, and in version set `tutorial`, which has no node pools. */
  readonly nodePool?: string;
  /** Architecture of the nodes that run the jobs. Fargate and the published provisioner have amd64. */
  readonly architecture: Architecture;
}

/** The whole configuration with all defaults filled in. */
export interface Config extends Omit<
  ParsedConfig,
  "versions" | "network" | "cluster" | "addons" | "gitlabCa" | "proxy" | "runners" | "state"
> {
  readonly versions: Versions;
  readonly network: CreatedNetwork | ExistingNetwork;
  readonly cluster: Omit<PlacedCluster, "ebsCsi" | "fargateProfiles"> & {
    readonly ebsCsi: boolean;
    readonly fargateProfiles: readonly FargateProfile[];
  };
  readonly addons: Omit<ParsedConfig["addons"], "logging"> & {
    readonly logging: { readonly enabled: boolean; readonly retentionDays: number };
  };
  /** Undefined if the certificates in the images are enough. */
  readonly gitlabCa: GitlabCa | undefined;
  /** Environment variables of managers and jobs; empty without a proxy. */
  readonly proxy: Readonly<Record<string, string>>;
  readonly runners: readonly Runner[];
  readonly state: ResolvedState;
}

/** Namespace of every runner manager, as in the tutorial. */
export const managerNamespace = "gitlab-runner";
