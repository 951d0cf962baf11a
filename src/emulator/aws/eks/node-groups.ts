/**
 * Managed node groups of the emulated EKS. They tell back what was asked for and nothing else, so that a second plan
 * finds nothing to do; no machine is started.
 */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Cluster } from "./clusters";
import type { LaunchTemplateFound } from "./network";
import { describeNodeGroup } from "./node-group-answer";
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
  tagsSchema,
  type EksCall,
  type EksHandler,
  type Thing,
} from "./store";
import { startUpdate } from "./updates";

const taintSchema = z.object({ key: z.string(), value: z.string().optional(), effect: z.string() });
const launchTemplateSchema = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  version: z.string().optional(),
});
const scalingSchema = z.object({
  minSize: z.number().optional(),
  maxSize: z.number().optional(),
  desiredSize: z.number().optional(),
});
const creationSchema = z.object({
  nodegroupName: z.string().min(1),
  nodeRole: z.string(),
  subnets: z.array(z.string()),
  scalingConfig: scalingSchema.optional(),
  diskSize: z.number().optional(),
  instanceTypes: z.array(z.string()).optional(),
  amiType: z.string().optional(),
  remoteAccess: z.object({ ec2SshKey: z.string().optional() }).loose().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  taints: z.array(taintSchema).optional(),
  tags: tagsSchema.optional(),
  launchTemplate: launchTemplateSchema.optional(),
  updateConfig: z.unknown().optional(),
  nodeRepairConfig: z.unknown().optional(),
  capacityType: z.string().optional(),
  version: z.string().optional(),
  releaseVersion: z.string().optional(),
});
const configSchema = z.object({
  labels: z
    .object({
      addOrUpdateLabels: z.record(z.string(), z.string()).optional(),
      removeLabels: z.array(z.string()).optional(),
    })
    .optional(),
  taints: z
    .object({
      addOrUpdateTaints: z.array(taintSchema).optional(),
      removeTaints: z.array(taintSchema).optional(),
    })
    .optional(),
  scalingConfig: scalingSchema.optional(),
  updateConfig: z.unknown().optional(),
  nodeRepairConfig: z.unknown().optional(),
});
const versionSchema = z.object({
  version: z.string().optional(),
  releaseVersion: z.string().optional(),
  launchTemplate: launchTemplateSchema.optional(),
});

export interface NodeGroup extends Thing {
  readonly id: string;
  readonly name: string;
  settings: Omit<z.infer<typeof creationSchema>, "nodegroupName" | "tags" | "launchTemplate">;
  version: string;
  launchTemplate?: LaunchTemplateFound;
}

export const nodeGroupHandlers = {
  CreateNodegroup: async (call) => {
    const { place, body } = call;
    const cluster = activeClusterOf(call);
    const { nodegroupName: name, tags, launchTemplate, ...settings } = parse(creationSchema, body);
    if (cluster.nodeGroups.has(name)) {
      const message = `NodeGroup already exists with name ${name} and cluster name ${cluster.name}`;
      throw inUse(cluster.name, message);
    }
    const template = launchTemplate && (await place.network.launchTemplate(place.region, launchTemplate));
    checkTogether(settings, template);
    const group: NodeGroup = {
      ...newThing(place, partOf(cluster.name, "nodegroup", name), tags),
      id: randomUUID(),
      name,
      settings,
      version: settings.version ?? cluster.version,
      launchTemplate: template,
    };
    cluster.nodeGroups.set(name, group);
    return { nodegroup: describeNodeGroup(place, cluster.name, group) };
  },
  DescribeNodegroup: (call) => {
    const { cluster, group } = groupOf(call);
    return { nodegroup: describeNodeGroup(call.place, cluster.name, group) };
  },
  ListNodegroups: (call) => ({ nodegroups: [...clusterOf(call).nodeGroups.keys()].sort() }),
  DeleteNodegroup: (call) => {
    const { cluster, group } = groupOf(call);
    remove(call.place, group);
    return { nodegroup: describeNodeGroup(call.place, cluster.name, group) };
  },
  UpdateNodegroupConfig: (call) => {
    const { cluster, group } = groupOf(call);
    const { labels, taints, ...rest } = parse(configSchema, call.body);
    const { addOrUpdateLabels = {}, removeLabels = [] } = labels ?? {};
    const { addOrUpdateTaints = [], removeTaints = [] } = taints ?? {};
    const kept = Object.entries(group.settings.labels ?? {}).filter(([key]) => !removeLabels.includes(key));
    const replaced = new Set([...removeTaints, ...addOrUpdateTaints].map(taintKey));
    const keptTaints = (group.settings.taints ?? []).filter((taint) => !replaced.has(taintKey(taint)));
    group.settings = {
      ...group.settings,
      ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
      labels: { ...Object.fromEntries(kept), ...addOrUpdateLabels },
      taints: [...keptTaints, ...addOrUpdateTaints],
    };
    group.modifiedAt = call.place.now();
    return startUpdate(call.place, cluster.name, "ConfigUpdate", { ...rest, labels, taints });
  },
  UpdateNodegroupVersion: async (call) => {
    const { place, body } = call;
    const { cluster, group } = groupOf(call);
    const { version, releaseVersion, launchTemplate } = parse(versionSchema, body);
    if (launchTemplate !== undefined) {
      group.launchTemplate = await place.network.launchTemplate(place.region, launchTemplate);
    }
    group.version = version ?? group.version;
    group.settings = { ...group.settings, releaseVersion };
    group.modifiedAt = place.now();
    return startUpdate(place, cluster.name, "VersionUpdate", { version, releaseVersion, launchTemplate });
  },
} as const satisfies Record<string, EksHandler>;

function taintKey({ key, effect }: z.infer<typeof taintSchema>): string {
  return `${key}:${effect}`;
}

function groupOf(call: EksCall): { cluster: Cluster; group: NodeGroup } {
  const cluster = clusterOf(call);
  const name = call.names.name ?? "";
  return { cluster, group: found(cluster.nodeGroups, name, `No node group found for name: ${name}.`) };
}

function checkTogether(
  { diskSize, remoteAccess, instanceTypes }: NodeGroup["settings"],
  template: LaunchTemplateFound | undefined,
): void {
  if (template === undefined) return;
  if (diskSize !== undefined) throw invalid("Disk size must be specified within the launch template.");
  if (remoteAccess !== undefined) {
    throw invalid("Remote access configuration cannot be specified with a launch template.");
  }
  if (template.instanceType !== undefined && instanceTypes !== undefined) {
    throw invalid("Instance types in launch template and in the request must not be specified together.");
  }
}
