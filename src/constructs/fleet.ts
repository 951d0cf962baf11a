/** The runners: their namespaces, their tokens and one Helm release each. */
import type { ITerraformDependable, TerraformStack } from "cdktf";
import { managerNamespace, type Config } from "../config/resolved";
import { runnerCacheRole } from "./runner-cache-role";
import { runnerNamespaces } from "./runner-namespaces";
import { runnerRelease } from "./runner-release";
import { runnerToken } from "./runner-token";
import type { EksOutputs, RunnersOutputs } from "./stage-outputs";

export interface FleetProps {
  /** Of an add-ons stage with a state of its own: a runner's plan then says when its pool is missing. */
  readonly nodePools?: string[];
  /** What must be there before a runner, and outlive it. Undefined when it is in another state. */
  readonly dependsOn?: ITerraformDependable[];
}

export function fleet(
  stack: TerraformStack,
  config: Config,
  eks: EksOutputs,
  { nodePools, dependsOn }: FleetProps,
): RunnersOutputs {
  const namespaces = runnerNamespaces(stack, config, dependsOn);
  const cacheRole = runnerCacheRole(stack, config, eks);
  for (const runner of config.runners) {
    const token = runnerToken(stack, config, runner, [namespaces.managers]);
    const jobs = namespaces.jobs.get(runner.namespace);
    runnerRelease(stack, config, runner, {
      secretName: token.secretName,
      roleArn: runner.cache === undefined ? undefined : cacheRole?.arn,
      nodePools,
      dependsOn: [namespaces.managers, token.secret, jobs].filter((item) => item !== undefined),
    });
  }
  return { manager_namespace: managerNamespace, releases: config.runners.map((runner) => runner.name) };
}
