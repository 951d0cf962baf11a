/**
 * Clusters of the emulated EKS. Each brings what a real one brings: a security group in its VPC, an OIDC issuer, the
 * address and the authority of its Kubernetes API once it is ACTIVE, and the defaults that EKS fills in.
 */
import * as z from "zod";
import { AwsError } from "../protocol";
import type { Addon } from "./addons";
import { describeCluster } from "./cluster-answer";
import type { FargateProfile } from "./fargate-profiles";
import type { NodeGroup } from "./node-groups";
import {
  clusterOf,
  inUse,
  invalid,
  newThing,
  parse,
  remove,
  tagsSchema,
  type EksHandler,
  type Thing,
} from "./store";
import { startUpdate } from "./updates";

const vpcSchema = z.object({
  subnetIds: z.array(z.string()).optional(),
  securityGroupIds: z.array(z.string()).optional(),
  endpointPublicAccess: z.boolean().optional(),
  endpointPrivateAccess: z.boolean().optional(),
  publicAccessCidrs: z.array(z.string()).optional(),
});
const loggingSchema = z.object({
  clusterLogging: z.array(
    z.object({ types: z.array(z.string()).optional(), enabled: z.boolean().optional() }),
  ),
});
/** What can be changed later. */
const settingsSchema = z.object({
  resourcesVpcConfig: vpcSchema.optional(),
  logging: loggingSchema.optional(),
  accessConfig: z.object({ authenticationMode: z.string().optional() }).optional(),
  upgradePolicy: z.object({ supportType: z.string().optional() }).optional(),
  deletionProtection: z.boolean().optional(),
  zonalShiftConfig: z.unknown().optional(),
  computeConfig: z.unknown().optional(),
  storageConfig: z.unknown().optional(),
  remoteNetworkConfig: z.unknown().optional(),
});
const creationSchema = settingsSchema.extend({
  name: z.string().regex(/^[0-9A-Za-z][A-Za-z0-9\-_]{0,99}$/),
  version: z.string().optional(),
  roleArn: z.string(),
  resourcesVpcConfig: vpcSchema,
  kubernetesNetworkConfig: z
    .object({ serviceIpv4Cidr: z.string().optional(), ipFamily: z.string().optional() })
    .optional(),
  encryptionConfig: z.unknown().optional(),
  tags: tagsSchema.optional(),
});
type Settings = z.infer<typeof settingsSchema>;
type Creation = z.infer<typeof creationSchema>;

export interface Cluster extends Thing {
  readonly name: string;
  readonly creation: Creation;
  settings: Settings;
  version: string;
  readonly vpcId: string;
  readonly securityGroupId: string;
  readonly addons: Map<string, Addon>;
  readonly profiles: Map<string, FargateProfile>;
  readonly nodeGroups: Map<string, NodeGroup>;
}

/** What EKS takes when no version is asked for. */
const defaultVersion = "1.33";

export const clusterHandlers = {
  CreateCluster: async ({ place, body }) => {
    const creation = parse(creationSchema, body);
    const { name, roleArn, resourcesVpcConfig, version = defaultVersion, tags } = creation;
    if (place.clusters.has(name)) throw inUse(name, `Cluster already exists with name: ${name}`);
    if (!/^arn:aws[\w-]*:iam::\d{12}:role\//.test(roleArn)) throw invalid(`Invalid Role Arn: '${roleArn}'`);
    const vpcId = await place.network.vpcOf(place.region, resourcesVpcConfig.subnetIds ?? []);
    const cluster: Cluster = {
      ...newThing(place, `cluster/${name}`, tags),
      name,
      creation,
      settings: creation,
      version,
      vpcId,
      securityGroupId: await place.network.createSecurityGroup(place.region, name, vpcId),
      addons: new Map(),
      profiles: new Map(),
      nodeGroups: new Map(),
    };
    place.clusters.set(name, cluster);
    return { cluster: describeCluster(place, cluster) };
  },
  DescribeCluster: (call) => ({ cluster: describeCluster(call.place, clusterOf(call)) }),
  ListClusters: ({ place }) => ({ clusters: [...place.clusters.keys()].sort() }),
  DeleteCluster: async (call) => {
    const { place } = call;
    const cluster = clusterOf(call);
    const { name, nodeGroups, profiles, settings } = cluster;
    if (settings.deletionProtection === true) {
      const message = `Cannot delete cluster ${name} because deletion protection is enabled`;
      throw new AwsError(400, "InvalidRequestException", message);
    }
    if (nodeGroups.size > 0) throw inUse(name, "Cluster has nodegroups attached");
    if (profiles.size > 0) throw inUse(name, "Cluster has Fargate Profiles in ACTIVE/CREATING state");
    if (!cluster.leaving) {
      remove(place, cluster);
      await place.network.deleteSecurityGroup(place.region, cluster.securityGroupId);
    }
    return { cluster: describeCluster(place, cluster) };
  },
  UpdateClusterConfig: (call) => {
    const cluster = clusterOf(call);
    const { logging, resourcesVpcConfig, ...rest } = parse(settingsSchema, call.body);
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    cluster.settings = {
      ...cluster.settings,
      ...given,
      resourcesVpcConfig: { ...cluster.settings.resourcesVpcConfig, ...resourcesVpcConfig },
      logging: {
        clusterLogging: [
          ...(cluster.settings.logging?.clusterLogging ?? []),
          ...(logging?.clusterLogging ?? []),
        ],
      },
    };
    const type = logging === undefined ? "EndpointAccessUpdate" : "LoggingUpdate";
    return startUpdate(call.place, cluster.name, type, { ...given, logging, resourcesVpcConfig });
  },
  UpdateClusterVersion: (call) => {
    const cluster = clusterOf(call);
    const { version } = parse(z.object({ version: z.string() }), call.body);
    if (minor(version) !== minor(cluster.version) + 1) {
      throw invalid(`Unsupported Kubernetes minor version update from ${cluster.version} to ${version}`);
    }
    cluster.version = version;
    return startUpdate(call.place, cluster.name, "VersionUpdate", { Version: version });
  },
} as const satisfies Record<string, EksHandler>;

function minor(version: string): number {
  return Number(version.split(".")[1]);
}
