/**
 * Managed node groups of the emulated EKS. They return exactly the requested settings, so that a second plan is empty. No
 * instance starts.
 */
import { randomUUID } from "node:crypto";
import { inUse, invalid, notFound, parse } from "./errors";
import type { Cluster, EksCall, EksHandler, NodeGroup, ResolvedLaunchTemplate } from "./model";
import { describeNodeGroup } from "./node-group-description";
import {
  nodeGroupConfigSchema,
  nodeGroupCreationSchema,
  nodeGroupVersionSchema,
  type NodeTaint,
} from "./requests";
import { activeClusterOf, clusterOf, newResource, partOf, startDeletion } from "./store";
import { startUpdate } from "./updates";

export const nodeGroupHandlers = {
  CreateNodegroup: async (call) => {
    const { store, body } = call;
    const cluster = activeClusterOf(call);
    const { nodegroupName: name, tags, launchTemplate, ...settings } = parse(nodeGroupCreationSchema, body);
    if (cluster.nodeGroups.has(name)) {
      const message = `NodeGroup already exists with name ${name} and cluster name ${cluster.name}`;
      throw inUse(cluster.name, message);
    }
    const template = launchTemplate && (await store.network.launchTemplate(store.region, launchTemplate));
    checkAgainstTemplate(settings, template);
    const group: NodeGroup = {
      ...newResource(store, partOf(cluster.name, "nodegroup", name), tags),
      id: randomUUID(),
      name,
      settings,
      version: settings.version ?? cluster.version,
      launchTemplate: template,
    };
    cluster.nodeGroups.set(name, group);
    return { nodegroup: describeNodeGroup(store, cluster.name, group) };
  },
  DescribeNodegroup: (call) => {
    const { cluster, group } = groupOf(call);
    return { nodegroup: describeNodeGroup(call.store, cluster.name, group) };
  },
  ListNodegroups: (call) => ({ nodegroups: [...clusterOf(call).nodeGroups.keys()].sort() }),
  DeleteNodegroup: (call) => {
    const { cluster, group } = groupOf(call);
    startDeletion(call.store, group);
    return { nodegroup: describeNodeGroup(call.store, cluster.name, group) };
  },
  UpdateNodegroupConfig: (call) => {
    const { cluster, group } = groupOf(call);
    const { labels, taints, ...rest } = parse(nodeGroupConfigSchema, call.body);
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
    group.modifiedAt = call.store.now();
    return startUpdate(call.store, cluster.name, "ConfigUpdate", { ...rest, labels, taints });
  },
  UpdateNodegroupVersion: async (call) => {
    const { store, body } = call;
    const { cluster, group } = groupOf(call);
    const { version, releaseVersion, launchTemplate } = parse(nodeGroupVersionSchema, body);
    if (launchTemplate !== undefined) {
      group.launchTemplate = await store.network.launchTemplate(store.region, launchTemplate);
    }
    group.version = version ?? group.version;
    group.settings = { ...group.settings, releaseVersion };
    group.modifiedAt = store.now();
    return startUpdate(store, cluster.name, "VersionUpdate", { version, releaseVersion, launchTemplate });
  },
} as const satisfies Record<string, EksHandler>;

function taintKey({ key, effect }: NodeTaint): string {
  return `${key}:${effect}`;
}

function groupOf(call: EksCall): { cluster: Cluster; group: NodeGroup } {
  const cluster = clusterOf(call);
  const name = call.names.name ?? "";
  return {
    cluster,
    group: cluster.nodeGroups.get(name) ?? notFound(`No node group found for name: ${name}.`),
  };
}

function checkAgainstTemplate(
  { diskSize, remoteAccess, instanceTypes }: NodeGroup["settings"],
  template: ResolvedLaunchTemplate | undefined,
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
