/** Fargate profiles of the emulated EKS: one at a time is created or deleted in a cluster, as with the real one. */
import * as z from "zod";
import type { Cluster } from "./clusters";
import {
  activeClusterOf,
  clusterOf,
  found,
  inUse,
  invalid,
  newThing,
  parse,
  partOf,
  remove,
  seconds,
  statusOf,
  tagsSchema,
  type EksCall,
  type EksHandler,
  type EksPlace,
  type Thing,
} from "./store";

const selectorSchema = z.object({
  namespace: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
});
const creationSchema = z.object({
  fargateProfileName: z.string().min(1),
  podExecutionRoleArn: z.string(),
  subnets: z.array(z.string()).optional(),
  selectors: z.array(selectorSchema).optional(),
  tags: tagsSchema.optional(),
});

export interface FargateProfile extends Thing {
  readonly name: string;
  readonly podExecutionRoleArn: string;
  readonly subnets: readonly string[];
  readonly selectors: readonly z.infer<typeof selectorSchema>[];
}

const limits = { selectors: 5, labels: 5 } as const;

export const fargateProfileHandlers = {
  CreateFargateProfile: (call) => {
    const { place } = call;
    const cluster = activeClusterOf(call);
    const creation = parse(creationSchema, call.body);
    const { fargateProfileName: name, podExecutionRoleArn, subnets, selectors = [], tags } = creation;
    if (cluster.profiles.has(name)) {
      throw inUse(cluster.name, "A Fargate Profile already exists with this name in this cluster.");
    }
    refuseIfBusy(place, cluster, `Cannot create Fargate Profile ${name}`);
    check(selectors);
    const profile: FargateProfile = {
      ...newThing(place, partOf(cluster.name, "fargateprofile", name), tags),
      name,
      podExecutionRoleArn,
      subnets: subnets ?? cluster.settings.resourcesVpcConfig?.subnetIds ?? [],
      selectors,
    };
    cluster.profiles.set(name, profile);
    return { fargateProfile: describe(place, cluster, profile) };
  },
  DescribeFargateProfile: (call) => {
    const { cluster, profile } = profileOf(call);
    return { fargateProfile: describe(call.place, cluster, profile) };
  },
  ListFargateProfiles: (call) => ({ fargateProfileNames: [...clusterOf(call).profiles.keys()].sort() }),
  DeleteFargateProfile: (call) => {
    const { cluster, profile } = profileOf(call);
    refuseIfBusy(call.place, cluster, `Cannot Delete Fargate Profile ${profile.name}`);
    remove(call.place, profile);
    return { fargateProfile: describe(call.place, cluster, profile) };
  },
} as const satisfies Record<string, EksHandler>;

function profileOf(call: EksCall): { cluster: Cluster; profile: FargateProfile } {
  const cluster = clusterOf(call);
  const name = call.names.name ?? "";
  return { cluster, profile: found(cluster.profiles, name, `No Fargate Profile found with name: ${name}.`) };
}

function refuseIfBusy(place: EksPlace, { name, profiles }: Cluster, what: string): void {
  for (const other of profiles.values()) {
    const status = statusOf(place, other);
    if (status === "ACTIVE") continue;
    const because = `because cluster ${name} currently has Fargate profile ${other.name} in status ${status}`;
    throw inUse(name, `${what} ${because}`);
  }
}

function check(selectors: readonly z.infer<typeof selectorSchema>[]): void {
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

function describe(place: EksPlace, { name: clusterName }: Cluster, profile: FargateProfile): object {
  const { name, arn, createdAt, podExecutionRoleArn, subnets, selectors, tags } = profile;
  return {
    fargateProfileName: name,
    fargateProfileArn: arn,
    clusterName,
    createdAt: seconds(createdAt),
    podExecutionRoleArn,
    subnets,
    selectors,
    status: statusOf(place, profile),
    health: { issues: [] },
    tags,
  };
}
