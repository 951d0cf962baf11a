/**
 * The namespaces of the managers and of the jobs. The add-ons stage creates the managers' namespace, so that users can create
 * secrets in it before the first runner.
 */
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { ITerraformDependable, TerraformStack } from "cdktf";
import { managerNamespace, type Config } from "../../config/config";

export function managersNamespace(
  stack: TerraformStack,
  config: Config,
  dependsOn?: ITerraformDependable[],
): NamespaceV1 {
  return namespace(stack, config, managerNamespace, dependsOn);
}

/** By name, one for each namespace in the runners' settings. */
export function jobNamespaces(
  stack: TerraformStack,
  config: Config,
  dependsOn?: ITerraformDependable[],
): ReadonlyMap<string, NamespaceV1> {
  const names = new Set(config.runners.map((runner) => runner.namespace));
  return new Map([...names].map((name) => [name, namespace(stack, config, name, dependsOn)]));
}

function namespace(stack: TerraformStack, config: Config, name: string, dependsOn?: ITerraformDependable[]) {
  return new NamespaceV1(stack, `namespace_${name}`, {
    metadata: { name, labels: { "app.kubernetes.io/managed-by": "glrunner" } },
    timeouts: { delete: `${deleteMinutes(config)}m` },
    dependsOn,
  });
}

/** Long enough for managers and their jobs to use the whole shutdown timeout. */
function deleteMinutes(config: Config): number {
  const seconds = Math.max(0, ...config.runners.map(({ manager }) => manager.shutdownTimeoutSeconds));
  return Math.ceil(seconds / 60) + 5;
}
