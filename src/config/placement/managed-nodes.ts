/** Whether the cluster has a managed node group. */
import type { ClusterPlacement } from "./types";

/** True if at least one kind of pod is placed on managed nodes. */
export function needsManagedNodes(cluster: Pick<ClusterPlacement, "systemPods" | "managers">): boolean {
  return cluster.systemPods === "nodes" || cluster.managers === "nodes";
}

/** True also for `platform: auto`, where a changed price can add or remove the node group later. */
export function mayHaveManagedNodes(
  cluster: Pick<ClusterPlacement, "systemPods" | "managers" | "placement">,
): boolean {
  return needsManagedNodes(cluster) || cluster.placement.asked === "auto";
}
