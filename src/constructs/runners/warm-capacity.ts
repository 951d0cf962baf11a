/**
 * What a runner needs to keep pause pods: a priority below that of jobs, and the right to their Deployment. How many it keeps is in its
 * TOML.
 */
import type { Runner } from "../../config/config";
import { warmPriorityClass } from "../../config/resource-names";

/** Below the zero of pods without a class. The runner's own class has -1. */
const priority = -10;

/** Source: GitLab Runner docs, executors/kubernetes, "Required RBAC permissions" (19.3, 2026-08). */
export const pausePodRules = [
  { apiGroups: ["apps"], resources: ["deployments"], verbs: ["create", "delete", "get", "list", "update"] },
];

/**
 * The class of the runner's pause pods, as an object of its release. The runner would need rights over the whole cluster to make its own.
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
