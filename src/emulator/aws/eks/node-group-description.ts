/** A node group as DescribeNodegroup returns it: the requested settings, and defaults only where EKS sets them. */
import type { EksStore, NodeGroup } from "./model";
import { seconds, statusOf } from "./store";

export function describeNodeGroup(store: EksStore, clusterName: string, group: NodeGroup): object {
  const { name, arn, id, version, createdAt, modifiedAt, tags, settings } = group;
  const { scalingConfig = {}, taints = [], labels = {} } = settings;
  const { minSize = 1, maxSize = 2, desiredSize = minSize } = scalingConfig;
  return {
    nodegroupName: name,
    nodegroupArn: arn,
    clusterName,
    version,
    createdAt: seconds(createdAt),
    modifiedAt: seconds(modifiedAt),
    status: statusOf(store, group),
    capacityType: settings.capacityType ?? "ON_DEMAND",
    scalingConfig: { minSize, maxSize, desiredSize },
    subnets: settings.subnets,
    nodeRole: settings.nodeRole,
    labels,
    taints,
    resources: { autoScalingGroups: [{ name: `eks-${name}-${id}` }] },
    health: { issues: [] },
    updateConfig: settings.updateConfig ?? { maxUnavailable: 1 },
    nodeRepairConfig: settings.nodeRepairConfig,
    remoteAccess: settings.remoteAccess,
    tags,
    ...machine(group),
  };
}

/** As in EKS, settings of the launch template are not repeated. */
function machine({ settings, launchTemplate, version }: NodeGroup): object {
  const { instanceTypes, diskSize = 20, amiType = "AL2023_x86_64_STANDARD" } = settings;
  if (launchTemplate === undefined) {
    return {
      amiType,
      diskSize,
      instanceTypes: instanceTypes ?? ["t3.medium"],
      releaseVersion: settings.releaseVersion ?? `${version}.0-20260101`,
    };
  }
  const { id, name, version: templateVersion, imageId, instanceType } = launchTemplate;
  const types = instanceTypes ?? (instanceType === undefined ? ["t3.medium"] : undefined);
  return {
    launchTemplate: { id, name, version: templateVersion },
    amiType: imageId === undefined ? amiType : "CUSTOM",
    releaseVersion: imageId ?? settings.releaseVersion ?? `${version}.0-20260101`,
    ...(types !== undefined && { instanceTypes: types }),
  };
}
