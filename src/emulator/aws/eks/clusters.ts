/**
 * Clusters of the emulated EKS. Like a real one, each has a security group in its VPC, an OIDC issuer, the address and
 * certificate authority of its Kubernetes API once it is ACTIVE, and the defaults that EKS sets.
 */
import * as z from "zod";
import { describeCluster } from "./cluster-description";
import { inUse, invalid, parse, refused } from "./errors";
import type { Cluster, EksHandler } from "./model";
import { defaultKubernetes } from "./offered-versions";
import { clusterCreationSchema, clusterSettingsSchema } from "./requests";
import { clusterOf, newResource, startDeletion } from "./store";
import { startUpdate } from "./updates";

export const clusterHandlers = {
  CreateCluster: async ({ store, body, caller }) => {
    const creation = parse(clusterCreationSchema, body);
    const { name, roleArn, resourcesVpcConfig, version = defaultKubernetes(store.now()), tags } = creation;
    if (store.clusters.has(name)) throw inUse(name, `Cluster already exists with name: ${name}`);
    if (!/^arn:aws[\w-]*:iam::\d{12}:role\//.test(roleArn)) throw invalid(`Invalid Role Arn: '${roleArn}'`);
    const vpcId = await store.network.vpcOf(store.region, resourcesVpcConfig.subnetIds ?? []);
    const cluster: Cluster = {
      ...newResource(store, `cluster/${name}`, tags),
      name,
      creator: caller,
      creation,
      settings: creation,
      version,
      vpcId,
      securityGroupId: await store.network.createSecurityGroup(store.region, name, vpcId),
      addons: new Map(),
      profiles: new Map(),
      nodeGroups: new Map(),
    };
    store.clusters.set(name, cluster);
    return { cluster: describeCluster(store, cluster) };
  },
  DescribeCluster: (call) => ({ cluster: describeCluster(call.store, clusterOf(call)) }),
  ListClusters: ({ store }) => ({ clusters: [...store.clusters.keys()].sort() }),
  DeleteCluster: async (call) => {
    const { store } = call;
    const cluster = clusterOf(call);
    const { name, nodeGroups, profiles, settings } = cluster;
    if (settings.deletionProtection === true) {
      throw refused(`Cannot delete cluster ${name} because deletion protection is enabled`);
    }
    if (nodeGroups.size > 0) throw inUse(name, "Cluster has nodegroups attached");
    if (profiles.size > 0) throw inUse(name, "Cluster has Fargate Profiles in ACTIVE/CREATING state");
    if (!cluster.deleting) {
      startDeletion(store, cluster);
      await store.network.deleteSecurityGroup(store.region, cluster.securityGroupId);
    }
    return { cluster: describeCluster(store, cluster) };
  },
  UpdateClusterConfig: (call) => {
    const cluster = clusterOf(call);
    const { logging, resourcesVpcConfig, ...rest } = parse(clusterSettingsSchema, call.body);
    const changed = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    cluster.settings = {
      ...cluster.settings,
      ...changed,
      resourcesVpcConfig: { ...cluster.settings.resourcesVpcConfig, ...resourcesVpcConfig },
      logging: {
        clusterLogging: [
          ...(cluster.settings.logging?.clusterLogging ?? []),
          ...(logging?.clusterLogging ?? []),
        ],
      },
    };
    const type = logging === undefined ? "EndpointAccessUpdate" : "LoggingUpdate";
    return startUpdate(call.store, cluster.name, type, { ...changed, logging, resourcesVpcConfig });
  },
  UpdateClusterVersion: (call) => {
    const cluster = clusterOf(call);
    const { version } = parse(z.object({ version: z.string() }), call.body);
    if (minor(version) !== minor(cluster.version) + 1) {
      throw invalid(`Unsupported Kubernetes minor version update from ${cluster.version} to ${version}`);
    }
    cluster.version = version;
    return startUpdate(call.store, cluster.name, "VersionUpdate", { Version: version });
  },
} as const satisfies Record<string, EksHandler>;

function minor(version: string): number {
  return Number(version.split(".")[1]);
}
