/** Namespaces of the managers and of the jobs, one per namespace that a runner names. */
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { ITerraformDependable, TerraformStack } from "cdktf";
import { managerNamespace, type Config } from "../config/resolved";

export interface RunnerNamespaces {
  readonly managers: NamespaceV1;
  readonly jobs: ReadonlyMap<string, NamespaceV1>;
}

export function runnerNamespaces(
  stack: TerraformStack,
  config: Config,
  dependsOn?: ITerraformDependable[],
): RunnerNamespaces {
  const create = (name: string) =>
    new NamespaceV1(stack, `namespace_${name}`, {
      metadata: { name, labels: { "app.kubernetes.io/managed-by": "glrunner" } },
      // Job pods may take their whole grace period to end.
      timeouts: { delete: "15m" },
      dependsOn,
    });
  const jobNames = [...new Set(config.runners.map((runner) => runner.namespace))].filter(
    (name) => name !== managerNamespace,
  );
  return {
    managers: create(managerNamespace),
    jobs: new Map(jobNames.map((name) => [name, create(name)])),
  };
}
