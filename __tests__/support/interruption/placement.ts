/**
 * Which nodes a job's pod may be on, by what this project writes: the runner's configuration gives the pod its selector and
 * tolerations, the node pool its nodes their labels and taints. Source: Kubernetes documentation, "Assigning Pods to Nodes" and
 * "Taints and Tolerations"; karpenter.sh/v1.12/concepts/nodepools (2026-11-30).
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

/** Without a name. */
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
export type Taints = z.output<typeof taintsSchema>;

export const podSchema = z.object({
  spec: z.object({
    nodeName: z.string().optional(),
    nodeSelector: texts,
    tolerations: z.array(z.object({ key: z.string(), value: z.string().optional() })).default([]),
  }),
});

/** @param labels of a node. @param taints of it */
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

/** As `synth` writes them, without the node class, which has values of other stages. */
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

export const capacityLabel = "karpenter.sh/capacity-type";

/** What a pool's nodes have, and which types of capacity they may be. */
export function nodesOf(pool: Manifest) {
  const { metadata, spec } = poolSchema.parse(pool);
  const { requirements, taints } = spec.template.spec;
  const required = (key: string) => requirements.find((each) => each.key === key)?.values ?? [];
  const labels = {
    ...spec.template.metadata.labels,
    "kubernetes.io/arch": required("kubernetes.io/arch")[0] ?? "",
    "karpenter.sh/nodepool": metadata.name,
  };
  return { labels, taints, capacityTypes: required(capacityLabel) };
}
