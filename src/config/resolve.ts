/** From a configuration that parsed to the one the stages read: every default and every consequence filled in. */
import { fargateProfiles } from "./fargate-profiles";
import { resolveManager } from "./manager";
import { resolveNetwork } from "./network";
import type { Config, Runner } from "./resolved";
import type { ParsedConfig } from "./schema";
import type { Placement } from "./schema/cluster";
import type { RunnerConfig } from "./schema/runners";
import { resolveState } from "./state";
import { resolveVersions, setDefaults } from "./versions";
import type { VersionSetName } from "../../modules/pins";

/** Namespace of a runner's jobs: one for each compute class, so that a selector tells the classes apart. */
export function jobNamespace(runner: Pick<RunnerConfig, "namespace" | "compute">): string {
  return runner.namespace ?? `gitlab-jobs-${runner.compute}`;
}

export function resolveRunner(runner: RunnerConfig, managers: Placement, set: VersionSetName): Runner {
  const { nodePool, ...rest } = runner;
  const pooled = runner.compute !== "fargate" && set === "current";
  return {
    ...rest,
    namespace: jobNamespace(runner),
    manager: resolveManager(runner, managers),
    ...(pooled ? { nodePool: nodePool ?? runner.compute } : {}),
  };
}

export function resolve(parsed: ParsedConfig, home: string): Config {
  const { name, region, cluster, addons } = parsed;
  const versions = resolveVersions(parsed.versions);
  const defaults = setDefaults[versions.set];
  const runners = parsed.runners.map((runner) => resolveRunner(runner, cluster.managers, versions.set));
  return {
    ...parsed,
    versions,
    network: resolveNetwork(parsed.network),
    cluster: {
      ...cluster,
      ebsCsi: cluster.ebsCsi ?? defaults.ebsCsi,
      fargateProfiles: fargateProfiles({
        name,
        set: versions.set,
        cluster,
        karpenter: addons.karpenter.enabled,
        runners,
      }),
    },
    addons: {
      ...addons,
      logging: {
        enabled: addons.logging.enabled ?? defaults.logging,
        retentionDays: addons.logging.retentionDays,
      },
    },
    runners,
    state: resolveState(parsed.state, { name, region, home }),
  };
}
