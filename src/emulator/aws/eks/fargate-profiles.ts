/** Fargate profiles of the emulated EKS. As in real EKS, a cluster creates or deletes only one at a time. */
import { inUse, invalid, notFound, parse } from "./errors";
import type { Cluster, EksCall, EksHandler, EksStore, FargateProfile } from "./model";
import { fargateProfileCreationSchema, type FargateSelector } from "./requests";
import { activeClusterOf, clusterOf, newResource, partOf, seconds, startDeletion, statusOf } from "./store";

/** Source: "Amazon EKS service quotas", docs.aws.amazon.com/eks/latest/userguide/service-quotas.html. */
const limits = { selectors: 5, labels: 5 } as const;

export const fargateProfileHandlers = {
  CreateFargateProfile: (call) => {
    const { store } = call;
    const cluster = activeClusterOf(call);
    const creation = parse(fargateProfileCreationSchema, call.body);
    const { fargateProfileName: name, podExecutionRoleArn, subnets, selectors = [], tags } = creation;
    if (cluster.profiles.has(name)) {
      throw inUse(cluster.name, "A Fargate Profile already exists with this name in this cluster.");
    }
    refuseIfBusy(store, cluster, `Cannot create Fargate Profile ${name}`);
    checkSelectors(selectors);
    const profile: FargateProfile = {
      ...newResource(store, partOf(cluster.name, "fargateprofile", name), tags),
      name,
      podExecutionRoleArn,
      subnets: subnets ?? cluster.settings.resourcesVpcConfig?.subnetIds ?? [],
      selectors,
    };
    cluster.profiles.set(name, profile);
    return { fargateProfile: describe(store, cluster, profile) };
  },
  DescribeFargateProfile: (call) => {
    const { cluster, profile } = profileOf(call);
    return { fargateProfile: describe(call.store, cluster, profile) };
  },
  ListFargateProfiles: (call) => ({ fargateProfileNames: [...clusterOf(call).profiles.keys()].sort() }),
  DeleteFargateProfile: (call) => {
    const { cluster, profile } = profileOf(call);
    refuseIfBusy(call.store, cluster, `Cannot Delete Fargate Profile ${profile.name}`);
    startDeletion(call.store, profile);
    return { fargateProfile: describe(call.store, cluster, profile) };
  },
} as const satisfies Record<string, EksHandler>;

function profileOf(call: EksCall): { cluster: Cluster; profile: FargateProfile } {
  const cluster = clusterOf(call);
  const name = call.names.name ?? "";
  return {
    cluster,
    profile: cluster.profiles.get(name) ?? notFound(`No Fargate Profile found with name: ${name}.`),
  };
}

function refuseIfBusy(store: EksStore, { name, profiles }: Cluster, failure: string): void {
  for (const profile of profiles.values()) {
    const status = statusOf(store, profile);
    if (status === "ACTIVE") continue;
    const reason = `because cluster ${name} currently has Fargate profile ${profile.name} in status ${status}`;
    throw inUse(name, `${failure} ${reason}`);
  }
}

function checkSelectors(selectors: readonly FargateSelector[]): void {
  if (selectors.length === 0) throw invalid("Fargate Profile requires at least one selector.");
  if (selectors.length > limits.selectors) {
    throw invalid(`Fargate Profile can have at most ${limits.selectors} selectors.`);
  }
  for (const { namespace = "", labels = {} } of selectors) {
    if (namespace === "") {
      throw invalid("Fargate Profile must have at least one selector with at least one namespace value.");
    }
    if (Object.keys(labels).length > limits.labels) {
      throw invalid(`Request contains Selector with more than ${limits.labels} Label pairs`);
    }
  }
}

function describe(store: EksStore, { name: clusterName }: Cluster, profile: FargateProfile): object {
  const { name, arn, createdAt, podExecutionRoleArn, subnets, selectors, tags } = profile;
  return {
    fargateProfileName: name,
    fargateProfileArn: arn,
    clusterName,
    createdAt: seconds(createdAt),
    podExecutionRoleArn,
    subnets,
    selectors,
    status: statusOf(store, profile),
    health: { issues: [] },
    tags,
  };
}
