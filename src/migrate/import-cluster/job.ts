/** Reads the size, the image and the compute class of a runner's jobs from config.toml. */
import { runnerSchema, computeClasses, type ComputeClass } from "../../config/schema/runners";
import { notEvicted } from "../../config/resource-names";
import type { Mapping } from "./release";
import type { RunnerInput } from "../runner-input";
import { unlessEmpty, flagOf, mappingOf, unlessDefault, textOf, vcpuOf } from "./values";

type Job = NonNullable<RunnerInput["job"]>;
const { job: defaults } = runnerSchema.parse({ name: "any", token: "env:ANY" });
/** Label of nodes that the published provisioner creates. */
export const capacityLabel = "karpenter.sh/capacity-type";

/** A node selector names the class. Without it, jobs that must not be evicted run on nodes, and others on Fargate. */
export function computeOf(toml: Mapping): ComputeClass {
  const kubernetes = mappingOf(toml.kubernetes);
  const capacity = mappingOf(kubernetes.node_selector)[capacityLabel];
  const annotations = mappingOf(kubernetes.pod_annotations);
  const onNodes = Object.keys(notEvicted.tutorial).some((name) => name in annotations);
  return computeClasses.find((name) => name === capacity) ?? (onNodes ? "spot-first" : "fargate");
}

/** A missing field gets its default, and the plan shows the change. */
export function jobOf(toml: Mapping): Job | undefined {
  const kubernetes = mappingOf(toml.kubernetes);
  return unlessEmpty({
    image: unlessDefault(textOf(kubernetes.image), defaults.image),
    pullPolicy: pullPolicyOf(kubernetes.pull_policy),
    ...sizeOf(kubernetes, "", defaults),
    ephemeralStorage: textOf(kubernetes.ephemeral_storage_request),
    helper: unlessEmpty(sizeOf(kubernetes, "helper_", defaults.helper)),
    service: unlessEmpty(sizeOf(kubernetes, "service_", defaults.service)),
    privileged: unlessDefault(flagOf(kubernetes.privileged), defaults.privileged),
  });
}

function pullPolicyOf(value: unknown): Job["pullPolicy"] {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  const policy = (["always", "never"] as const).find((name) => name === first);
  return unlessDefault(policy, defaults.pullPolicy);
}

interface Size {
  readonly cpu: number;
  readonly memory: string;
}

function sizeOf(kubernetes: Mapping, prefix: string, { cpu, memory }: Size) {
  const given = (resource: string) =>
    kubernetes[`${prefix}${resource}_request`] ?? kubernetes[`${prefix}${resource}_limit`];
  return {
    cpu: unlessDefault(vcpuOf(given("cpu")), cpu),
    memory: unlessDefault(textOf(given("memory")), memory),
  };
}
