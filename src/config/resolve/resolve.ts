/** Turns a parsed configuration into the one that the stages read, with every default and derived setting filled in. */
import { addonNamespaces } from "./enabled-addons";
import { withBuild } from "./build-preset";
import { fargateProfiles } from "./fargate-profiles";
import { resolveGitlabCa, type ReadText } from "./gitlab-ca";
import { jobImages } from "./images";
import { resolveManager } from "./manager";
import { resolveNetwork } from "./network";
import { proxyVariables } from "./proxy";
import { placeCluster } from "../placement";
import { needsManagedNodes } from "../placement/managed-nodes";
import type { Config, Runner } from "../config";
import type { ParsedConfig } from "../schema";
import type { Placement } from "../schema/cluster";
import type { RunnerConfig } from "../schema/runners";
import { runnerTags } from "./routing";
import { resolveState } from "../backends";
import { resolveVersions, setDefaults } from "./versions";
import type { VersionSetName } from "../../../modules/pins";

/** Namespace of a runner's jobs: one for each compute class, so that a selector can separate the classes. */
export function jobNamespace(runner: Pick<RunnerConfig, "namespace" | "compute">): string {
  return runner.namespace ?? `gitlab-jobs-${runner.compute}`;
}

/** Name of the runner's node pool; undefined for compute fargate and in version set `tutorial`. */
export function poolName(
  { compute, nodePool }: Pick<RunnerConfig, "compute" | "nodePool">,
  set: VersionSetName,
): string | undefined {
  return compute !== "fargate" && set === "current" ? (nodePool ?? compute) : undefined;
}

/** Settings of the cluster that the runners depend on. */
interface RunnerContext {
  readonly set: VersionSetName;
  readonly managers: Placement;
  readonly nodePools: ParsedConfig["addons"]["karpenter"]["nodePools"];
  readonly mirrors: Readonly<Record<string, string>>;
}

function resolveRunner(runner: RunnerConfig, { set, managers, nodePools, mirrors }: RunnerContext): Runner {
  const { nodePool: given, ...rest } = runner;
  const nodePool = poolName({ compute: runner.compute, nodePool: given }, set);
  const architecture = (nodePool === undefined ? undefined : nodePools[nodePool]?.architecture) ?? "amd64";
  const { job, environment } = withBuild(runner.build, runner);
  return {
    ...rest,
    job: jobImages(job, architecture, mirrors),
    environment,
    namespace: jobNamespace(runner),
    tags: runnerTags(runner),
    manager: resolveManager(runner, managers),
    ...(nodePool === undefined ? {} : { nodePool }),
    architecture,
  };
}

/** Removes the path, such as that of IAM Identity Center roles, because the authenticator compares roles without it. */
function withoutPath<Entry extends { readonly arn: string }>(entry: Entry): Entry {
  return { ...entry, arn: entry.arn.replace(/^(arn:[^:]*:iam::\d*:role)\/.*\/([^/]+)$/, "$1/$2") };
}

interface ResolveOptions {
  /** What `~` stands for; absolute. */
  readonly home: string;
  readonly readText: ReadText;
}

/** Fills in every default and every derived setting. */
export function resolve(parsed: ParsedConfig, { home, readText }: ResolveOptions): Config {
  const { name, region, addons } = parsed;
  const cluster = placeCluster(parsed);
  const versions = resolveVersions(parsed.versions);
  const defaults = setDefaults[versions.set];
  const { managers } = cluster;
  const { nodePools } = addons.karpenter;
  const runners = parsed.runners.map((runner) =>
    resolveRunner(runner, { set: versions.set, managers, nodePools, mirrors: parsed.images.mirrors }),
  );
  const logging = addons.logging.enabled ?? defaults.logging;
  const network = resolveNetwork(parsed.network, {
    karpenter: addons.karpenter.enabled,
    nodes: needsManagedNodes(cluster),
    logging,
  });
  return {
    ...parsed,
    versions,
    network,
    gitlabCa: resolveGitlabCa(parsed.gitlabCa, readText),
    proxy: proxyVariables({ proxy: parsed.proxy, region, network }),
    cluster: {
      ...cluster,
      access: { ...cluster.access, roles: cluster.access.roles.map(withoutPath) },
      ebsCsi: cluster.ebsCsi ?? defaults.ebsCsi,
      fargateProfiles: fargateProfiles({
        name,
        set: versions.set,
        cluster,
        karpenter: addons.karpenter.enabled,
        addons: addonNamespaces(addons.blueprints),
        runners,
      }),
    },
    addons: {
      ...addons,
      logging: { ...addons.logging, enabled: logging },
    },
    runners,
    state: resolveState(parsed.state, { name, region, home }),
  };
}
