/** Size, image and place of a runner's jobs, from its part of config.toml. */
import { runnerSchema, computeClasses, type ComputeClass } from "../../config/schema/runners";
import { notEvicted } from "../../config/resource-names";
import type { Mapping } from "./release";
import type { RunnerInput } from "../runner-input";
import { unlessEmpty, flagOf, mappingOf, unlessDefault, textOf, vcpuOf } from "./values";

type Job = NonNullable<RunnerInput["job"]>;
const { job: defaults } = runnerSchema.parse({ name: "any", token: "env:ANY" });
/** Label that identifies nodes of the published provisioner. */
export const capacityLabel = "karpenter.sh/capacity-type";

/** Jobs that must not be evicted are on nodes, of either kind of capacity where no label chooses one. */
export function computeOf(toml: Mapping): ComputeClass {
  const kubernetes = mappingOf(toml.kubernetes);
  const capacity = mappingOf(kubernetes.node_selector)[capacityLabel];
  const annotations = mappingOf(kubernetes.pod_annotations);
  const onNodes = Object.keys(notEvicted.tutorial).some((name) => name in annotations);
  return computeClasses.find((name) => name === capacity) ?? (onNodes ? "spot-first" : "fargate");
}

/** A field that is not there is left to the default; the plan shows what that changes. */
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
  const given = (what: string) =>
    kubernetes[`${prefix}${what}_request`] ?? kubernetes[`${prefix}${what}_limit`];
  return {
    cpu: unlessDefault(vcpuOf(given("cpu")), cpu),
    memory: unlessDefault(textOf(given("memory")), memory),
  };
}
