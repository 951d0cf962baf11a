/** The runners: their namespaces, their tokens and one Helm release each. */
import type { TerraformStack } from "cdktf";
import { managerNamespace, type Config } from "../config/resolved";
import { runnerCacheRole } from "./runner-cache-role";
import { runnerNamespaces } from "./runner-namespaces";
import { runnerRelease } from "./runner-release";
import { runnerToken } from "./runner-token";
import type { AddonsOutputs, EksOutputs, RunnersOutputs } from "./stage-outputs";

export function fleet(
  stack: TerraformStack,
  config: Config,
  eks: EksOutputs,
  addons: Pick<AddonsOutputs, "node_pools">,
): RunnersOutputs {
  const namespaces = runnerNamespaces(stack, config);
  const cacheRole = runnerCacheRole(stack, config, eks);
  for (const runner of config.runners) {
    const token = runnerToken(stack, config, runner, [namespaces.managers]);
    const jobs = namespaces.jobs.get(runner.namespace);
    runnerRelease(stack, config, runner, {
      secretName: token.secretName,
      roleArn: runner.cache === undefined ? undefined : cacheRole?.arn,
      nodePools: addons.node_pools,
      dependsOn: [namespaces.managers, token.secret, jobs].filter((item) => item !== undefined),
    });
  }
  return { manager_namespace: managerNamespace, releases: config.runners.map((runner) => runner.name) };
}
