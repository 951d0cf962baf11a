/**
 * Decides which nodes a job's pod may run on. The node selector and tolerations of the pod come from the runner's
 * configuration, the labels and taints of the nodes from the node pool. Both are read from what glrunner synthesizes.
 * Source: Kubernetes documentation, "Assigning Pods to Nodes" and "Taints and Tolerations";
 * karpenter.sh/v1.12/concepts/nodepools (2026-11-30).
 */
import { parse as parseToml } from "smol-toml";
import { parse } from "yaml";
import { z } from "zod";
import type { Config, Runner } from "../../../src/config";
import { runnerToml } from "../../../src/constructs/runners/runner-toml";
import { manifestSchema, type Manifest } from "../../../src/emulator/kubernetes/object";
import { stackOf } from "../synth";

const texts = z.record(z.string(), z.string()).default({});
const tomlSchema = z.object({
  runners: z.tuple([
    z.object({
      kubernetes: z.object({
        namespace: z.string(),
        node_selector: texts,
        node_tolerations: texts,
        pod_labels: texts,
        pod_annotations: texts,
      }),
    }),
  ]),
});

/** Returns the pending pod that a runner creates for a job. Its name is empty. */
export function jobPodOf(config: Config, runner: Runner): Manifest {
  const [{ kubernetes }] = tomlSchema.parse(parseToml(runnerToml(config, runner))).runners;
  const tolerations = Object.entries(kubernetes.node_tolerations).map(([taint, effect]) => {
    const [key = "", value] = taint.split("=");
    return { key, value, effect };
  });
  const { namespace, pod_labels: labels, pod_annotations: annotations } = kubernetes;
  return {
    ...{ apiVersion: "v1", kind: "Pod", metadata: { name: "", namespace, labels, annotations } },
    spec: { nodeSelector: kubernetes.node_selector, tolerations },
    status: { phase: "Pending" },
  };
}

export const taintsSchema = z.array(
  z.object({ key: z.string(), value: z.string().optional(), effect: z.string() }),
);
/** The taints of a node. */
export type Taints = z.output<typeof taintsSchema>;

/** The fields of a pod that decide its placement. */
export const podSchema = z.object({
  spec: z.object({
    nodeName: z.string().optional(),
    nodeSelector: texts,
    tolerations: z.array(z.object({ key: z.string(), value: z.string().optional() })).default([]),
  }),
});

/** Whether a pod may run on a node with these labels and taints. */
export function canBePlaced(
  pod: Manifest,
  labels: Readonly<Record<string, string>>,
  taints: Taints,
): boolean {
  const { nodeSelector, tolerations } = podSchema.parse(pod).spec;
  return (
    Object.entries(nodeSelector).every(([key, value]) => labels[key] === value) &&
    taints.every((taint) => tolerations.some(({ key, value }) => key === taint.key && value === taint.value))
  );
}

/** Returns the node pools as `synth` writes them. The node class is left out, because it refers to values of other stages. */
export function nodePoolsOf(config: Config): readonly Manifest[] {
  const { kubectl_manifest: manifests = {} } = stackOf(config, "addons").resource;
  return Object.entries(manifests)
    .filter(([name]) => name.startsWith("node_pool_"))
    .map(([, { yaml_body: body }]) => manifestSchema.parse(parse(String(body))));
}

const poolSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.object({
        taints: taintsSchema,
        requirements: z.array(z.object({ key: z.string(), values: z.array(z.string()) })),
      }),
    }),
  }),
});

/** The label with the capacity type of a node. */
export const capacityLabel = "karpenter.sh/capacity-type";

/** Returns the labels and taints of a pool's nodes, and the capacity types that the pool allows. */
export function nodesOf(pool: Manifest) {
  const { metadata, spec } = poolSchema.parse(pool);
  const { requirements, taints } = spec.template.spec;
  const required = (key: string) => requirements.find((requirement) => requirement.key === key)?.values ?? [];
  const labels = {
    ...spec.template.metadata.labels,
    "kubernetes.io/arch": required("kubernetes.io/arch")[0] ?? "",
    "karpenter.sh/nodepool": metadata.name,
  };
  return { labels, taints, capacityTypes: required(capacityLabel) };
}
