/** Whether there is a managed node group: only when something is placed on it. */
import type { PlacedCluster } from "../placement";

export function needsManagedNodes(cluster: Pick<PlacedCluster, "systemPods" | "managers">): boolean {
  return cluster.systemPods === "nodes" || cluster.managers === "nodes";
}

/** Also where another price would have it made or deleted. */
export function mayHaveManagedNodes(
  cluster: Pick<PlacedCluster, "systemPods" | "managers" | "platform">,
): boolean {
  return needsManagedNodes(cluster) || cluster.platform.asked === "auto";
}
