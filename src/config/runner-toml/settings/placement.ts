/**
 * The nodes of a job's pod, its labels and annotations, and its grace periods. A Fargate profile selects jobs by namespace. Jobs on
 * nodes select their pool, and Karpenter must not evict them.
 */
import type { TomlTable } from "smol-toml";
import type { Config, Runner } from "../../config";
import { jobLabel, notEvicted, poolLabel } from "../../resource-names";
import { computed, ofJob, type TomlSetting } from "../setting";

/** The node labels that select the compute class and the pool. */
function poolSelector(config: Config, runner: Runner): TomlTable {
  if (runner.compute === "fargate") return {};
  // The runner chooses the helper image by this selector. Without it, it takes the image for amd64.
  const architecture = { "kubernetes.io/arch": runner.architecture };
  if (config.versions.set === "current") return { [poolLabel]: poolOf(runner), ...architecture };
  // The published provisioner has both capacity types. Without the label, Karpenter prefers Spot, as for `spot-first`.
  return runner.compute === "spot-first"
    ? architecture
    : { "karpenter.sh/capacity-type": runner.compute, ...architecture };
}

function poolTolerations(config: Config, runner: Runner): TomlTable {
  return runner.compute === "fargate" || config.versions.set === "tutorial"
    ? {}
    : { [`${poolLabel}=${poolOf(runner)}`]: "NoSchedule" };
}

const poolOf = (runner: Runner) => runner.nodePool ?? runner.compute;

/** The key is a list, because Kubernetes names contain dots. */
const evictionAnnotations: readonly TomlSetting[] = Object.entries(notEvicted).flatMap(([set, annotations]) =>
  Object.entries(annotations).map(([name, value]) =>
    computed(
      ["kubernetes", "pod_annotations", name],
      "nothing: jobs must not be evicted",
      ({ versions }, { compute }) => (compute !== "fargate" && versions.set === set ? value : undefined),
    ),
  ),
);

export const placementSettings: readonly TomlSetting[] = [
  computed(["kubernetes", "pod_labels", jobLabel], "labels of your own", (_, { name }) => name),
  computed("kubernetes.node_selector", "compute, nodePool and job.nodeSelector", (config, runner) => ({
    ...runner.job.nodeSelector,
    ...poolSelector(config, runner),
  })),
  computed("kubernetes.node_tolerations", "compute, nodePool and job.tolerations", (config, runner) => ({
    ...runner.job.tolerations,
    ...poolTolerations(config, runner),
  })),
  ...evictionAnnotations,
  ofJob("kubernetes.pod_labels", "labels", ({ labels }) => labels),
  ofJob("kubernetes.pod_annotations", "annotations", ({ annotations }) => annotations),
  ofJob("kubernetes.priority_class_name", "priorityClass", ({ priorityClass }) => priorityClass),
  ofJob(
    "kubernetes.pod_termination_grace_period_seconds",
    "terminationGraceSeconds",
    ({ terminationGraceSeconds }) => terminationGraceSeconds,
  ),
  ofJob(
    "kubernetes.cleanup_grace_period_seconds",
    "cleanupGraceSeconds",
    ({ cleanupGraceSeconds }) => cleanupGraceSeconds,
  ),
];
