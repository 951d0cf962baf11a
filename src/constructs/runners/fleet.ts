/** All runners: job namespaces, tokens, service accounts, caches, and one Helm release for each runner. */
import type { ITerraformDependable, TerraformStack } from "cdktf";
import type { Config } from "../../config/config";
import { cacheBuckets } from "./cache-buckets";
import { gitlabCaSecrets } from "./gitlab-ca-secrets";
import { jobCleaner } from "./job-cleaner";
import { jobServiceAccount } from "./job-service-account";
import { runnerCacheRole } from "./runner-cache-role";
import { jobNamespaces } from "./runner-namespaces";
import { runnerRelease } from "./runner-release";
import { runnerToken } from "./runner-token";
import type { EksOutputs, RunnersOutputs } from "../stage-outputs";

interface FleetProps {
  readonly eks: EksOutputs;
  /** Node pools of an add-ons stage with its own state: a plan fails if a runner's pool is missing. */
  readonly nodePools?: string[];
  /** Resources that a runner depends on. Undefined when they are in another state. */
  readonly dependsOn?: ITerraformDependable[];
}

export function fleet(stack: TerraformStack, config: Config, props: FleetProps): RunnersOutputs {
  const { eks, nodePools, dependsOn } = props;
  const namespaces = jobNamespaces(stack, config, dependsOn);
  jobCleaner(stack, config, { namespaces, dependsOn });
  const ca = gitlabCaSecrets(stack, config, namespaces, dependsOn);
  const cacheRole = runnerCacheRole(stack, config, eks);
  const buckets = cacheBuckets(stack, config);
  for (const runner of config.runners) {
    const token = runnerToken(stack, config, runner, dependsOn);
    const own = namespaces.get(runner.namespace);
    const before = own === undefined ? (dependsOn ?? []) : [own];
    const account = jobServiceAccount(stack, config, runner, { eks, dependsOn: before });
    runnerRelease(stack, config, runner, {
      secretName: token.secretName,
      roleArn: runner.cache === undefined ? undefined : cacheRole?.arn,
      nodePools,
      dependsOn: [
        ...[token.secret, own, ...ca, ...account].filter((item) => item !== undefined),
        ...(buckets.get(runner.cache?.bucket ?? "") ?? []),
      ],
    });
  }
  return { job_namespaces: [...namespaces.keys()], releases: config.runners.map((runner) => runner.name) };
}
