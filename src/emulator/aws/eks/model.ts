/**
 * What the emulated EKS keeps in memory: clusters with their add-ons, Fargate profiles and node groups, and the
 * updates that were started. All times are milliseconds since 1970.
 */
import type * as z from "zod";
import type {
  addonCreationSchema,
  clusterCreationSchema,
  clusterSettingsSchema,
  FargateSelector,
  nodeGroupCreationSchema,
} from "./requests";

/** Address of every emulated cluster's Kubernetes API. */
export interface KubernetesEndpoint {
  readonly url: string;
  /** PEM. */
  readonly certificateAuthority: string;
}

/** A launch template as a node group names it: by id or by name. */
export interface LaunchTemplateSelection {
  readonly id?: string;
  readonly name?: string;
  /** A number, `$Latest` or `$Default`. @default $Default */
  readonly version?: string;
}

export interface ResolvedLaunchTemplate {
  readonly id: string;
  readonly name: string;
  /** A number, also where `$Latest` was asked for. */
  readonly version: string;
  readonly imageId?: string;
  readonly instanceType?: string;
}

/** What EKS does in the account's EC2. An interface, so that a unit test needs no moto. */
export interface ClusterNetwork {
  /** @throws InvalidParameterException unless all subnets exist and are in one VPC */
  vpcOf(region: string, subnetIds: readonly string[]): Promise<string>;
  createSecurityGroup(region: string, cluster: string, vpcId: string): Promise<string>;
  /** Leaves a group behind that something still uses, as EKS does. */
  deleteSecurityGroup(region: string, id: string): Promise<void>;
  /** @throws InvalidParameterException when there is no such launch template */
  launchTemplate(region: string, selection: LaunchTemplateSelection): Promise<ResolvedLaunchTemplate>;
}

export interface EksSettings {
  /** How long each resource stays CREATING or DELETING. Called when that begins. */
  readonly creationSeconds: () => number;
  readonly endpoint: KubernetesEndpoint;
  /** Base address of the OIDC issuers. */
  readonly issuer: string;
  readonly network: ClusterNetwork;
  readonly now: () => number;
  /** The principal that signed the request, as a policy names it. */
  readonly principalOf: (accessKeyId: string) => string;
}

/** Everything that EKS has in one Region. */
export interface EksStore extends EksSettings {
  readonly region: string;
  readonly clusters: Map<string, Cluster>;
  readonly updates: Map<string, EksUpdate>;
}

/** One request, as a handler gets it. */
export interface EksCall {
  readonly store: EksStore;
  /** Names in the path, such as `cluster`. */
  readonly names: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** As parsed from JSON. */
  readonly body: unknown;
  /** ARN, as a policy names it. */
  readonly caller: string;
}

/** @returns the answer's JSON */
export type EksHandler = (call: EksCall) => object | Promise<object>;

/** What clusters and everything in them have in common. */
export interface EksResource {
  readonly arn: string;
  readonly createdAt: number;
  modifiedAt: number;
  /** From then on it is no longer CREATING, or no longer there when it is DELETING. */
  transitionEndsAt: number;
  deleting: boolean;
  tags: Record<string, string>;
}

export interface Cluster extends EksResource {
  /** Of whom created it, and may always enter. */
  readonly creator: string;
  readonly name: string;
  readonly creation: z.infer<typeof clusterCreationSchema>;
  settings: z.infer<typeof clusterSettingsSchema>;
  version: string;
  readonly vpcId: string;
  readonly securityGroupId: string;
  readonly addons: Map<string, Addon>;
  readonly profiles: Map<string, FargateProfile>;
  readonly nodeGroups: Map<string, NodeGroup>;
}

export interface Addon
  extends EksResource, Pick<AddonCreation, "serviceAccountRoleArn" | "configurationValues"> {
  readonly name: string;
  version: string;
}
type AddonCreation = z.infer<typeof addonCreationSchema>;

export interface FargateProfile extends EksResource {
  readonly name: string;
  readonly podExecutionRoleArn: string;
  readonly subnets: readonly string[];
  readonly selectors: readonly FargateSelector[];
}

export interface NodeGroup extends EksResource {
  readonly id: string;
  readonly name: string;
  settings: Omit<z.infer<typeof nodeGroupCreationSchema>, "nodegroupName" | "tags" | "launchTemplate">;
  version: string;
  launchTemplate?: ResolvedLaunchTemplate;
}

export interface EksUpdate {
  readonly id: string;
  readonly cluster: string;
  readonly type: string;
  readonly params: readonly { readonly type: string; readonly value: string }[];
  readonly createdAt: number;
  /** From then on it is `Successful`. */
  readonly transitionEndsAt: number;
}
