/** The managed node group for pods that always run. It exists only if managers or system pods are placed on it. */
import type { ManagedNodeGroup } from "../../../modules/wrappers/eks";
import { isArm } from "../../config/units";
import { needsManagedNodes } from "../../config/placement/managed-nodes";
import type { Config } from "../../config/config";

const systemNodesKey = "system";
/** Label of the group's nodes, which managers and system pods select. */
export const systemNodesLabel = { "glrunner/role": "system" };

export function managedNodeGroups(config: Config): Record<string, ManagedNodeGroup> {
  if (!needsManagedNodes(config.cluster)) return {};
  const { instanceTypes, count, diskGiB } = config.cluster.nodes;
  return {
    [systemNodesKey]: {
      ami_type: instanceTypes.every(isArm) ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD",
      instance_types: instanceTypes,
      min_size: 1,
      desired_size: count,
      // An update of the group adds a node before it removes one.
      max_size: count + 1,
      labels: systemNodesLabel,
      // Fargate pods have only the cluster's security group: nodes need it too, to reach them.
      attach_cluster_primary_security_group: true,
      block_device_mappings: {
        root: {
          device_name: "/dev/xvda",
          ebs: { volume_size: diskGiB, volume_type: "gp3", encrypted: true },
        },
      },
    },
  };
}
