/**
 * What a runner needs to keep pause pods: a priority below that of jobs, and the permission to manage their Deployment. Its
 * TOML says how many it keeps.
 */
import type { Runner } from "../../config/config";
import { warmPriorityClass } from "../../config/resource-names";

/** Below 0, the priority of pods without a class. The class that the runner would create has -1. */
const priority = -10;

/** Source: GitLab Runner docs, executors/kubernetes, "Required RBAC permissions" (19.3, 2026-08). */
export const pausePodRules = [
  { apiGroups: ["apps"], resources: ["deployments"], verbs: ["create", "delete", "get", "list", "update"] },
];

/**
 * The priority class of the runner's pause pods, as an object of its release. To create the class itself, the runner would
 * need permissions for the whole cluster.
 * Source: templates/extra-manifests.yaml of the chart 0.86.0.
 */
export function pausePodPriority({ name, warm }: Runner): object[] {
  if (warm === undefined) return [];
  return [
    {
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name: warmPriorityClass(name) },
      value: priority,
      preemptionPolicy: "Never",
      description: "Pods that keep room for jobs, and make way for them.",
    },
  ];
}
