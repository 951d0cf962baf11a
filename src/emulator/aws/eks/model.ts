/**
 * The data of the emulated EKS, in memory: clusters with their add-ons, Fargate profiles and node groups, and the started
 * updates. All times are milliseconds since 1970.
 */
import type * as z from "zod";
import type {
  addonCreationSchema,
  clusterCreationSchema,
  clusterSettingsSchema,
  FargateSelector,
  nodeGroupCreationSchema,
} from "./requests";

/** The Kubernetes API that all emulated clusters share. */
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

/** A launch template version, as EC2 describes it. */
export interface ResolvedLaunchTemplate {
  readonly id: string;
  readonly name: string;
  /** A number, also for `$Latest` and `$Default`. */
  readonly version: string;
  readonly imageId?: string;
  readonly instanceType?: string;
}

/** The EC2 calls that EKS makes in the account. An interface, so that unit tests need no moto. */
export interface ClusterNetwork {
  /** @throws InvalidParameterException unless all subnets exist and are in one VPC */
  vpcOf(region: string, subnetIds: readonly string[]): Promise<string>;
  createSecurityGroup(region: string, cluster: string, vpcId: string): Promise<string>;
  /** As EKS does, leaves a group that is still in use. */
  deleteSecurityGroup(region: string, id: string): Promise<void>;
  /** @throws InvalidParameterException when there is no such launch template */
  launchTemplate(region: string, selection: LaunchTemplateSelection): Promise<ResolvedLaunchTemplate>;
}

/** What the emulated EKS needs from its surroundings. */
export interface EksSettings {
  /** How long a resource stays CREATING or DELETING. Called when the transition begins. */
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
  /** Parsed from JSON. */
  readonly body: unknown;
  /** ARN of the caller, as a policy names it. */
  readonly caller: string;
}

/** @returns the body of the response, before it is written as JSON */
export type EksHandler = (call: EksCall) => object | Promise<object>;

/** The fields that clusters and the resources in them share. */
export interface EksResource {
  readonly arn: string;
  readonly createdAt: number;
  modifiedAt: number;
  /** When CREATING ends, or when a DELETING resource disappears. */
  transitionEndsAt: number;
  deleting: boolean;
  tags: Record<string, string>;
}

export interface Cluster extends EksResource {
  /** ARN of the identity that created the cluster, which is always an administrator. */
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
  /** When the update becomes `Successful`. */
  readonly transitionEndsAt: number;
}
