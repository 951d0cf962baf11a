/** Whether there is a managed node group: only when something is placed on it. */
import type { ParsedConfig } from "./schema";

export function needsManagedNodes(
  cluster: Pick<ParsedConfig["cluster"], "systemPods" | "managers">,
): boolean {
  return cluster.systemPods === "nodes" || cluster.managers === "nodes";
}
