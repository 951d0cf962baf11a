/**
 * Values of the GitLab Runner chart, in the format since 0.84: all job settings in `runners.config`, a manager sized for its
 * concurrency, and only the permissions that the Kubernetes executor uses. Takes plain data and returns a plain object.
 */
import { isMapping } from "../../config/paths";
import { managerLabel, managerName } from "../../config/resource-names";
import type { Config, Runner } from "../../config/config";
import { gitlabRegistry } from "../../config/resolve/images";
import { systemNodesLabel } from "../cluster/managed-nodes";
import { runnerToml } from "./runner-toml";
import { pausePodPriority, pausePodRules } from "./warm-capacity";

/**
 * The API calls of the Kubernetes executor in the jobs' namespace.
 * Source: GitLab Runner docs, executors/kubernetes, "Configure runner API permissions" (19.x, 2026-11).
 */
const executorRules = [
  { resources: ["events"], verbs: ["list", "watch"] },
  { resources: ["pods"], verbs: ["create", "delete", "get", "list", "watch"] },
  { resources: ["pods/attach", "pods/exec"], verbs: ["create", "delete", "get", "patch"] },
  { resources: ["pods/log"], verbs: ["get", "list"] },
  { resources: ["secrets"], verbs: ["create", "delete", "get", "update"] },
  { resources: ["serviceaccounts"], verbs: ["get"] },
  { resources: ["services"], verbs: ["create", "get"] },
].map((rule) => ({ apiGroups: [""], ...rule }));

export interface RunnerValuesProps {
  readonly secretName: string;
  /** IAM role of the manager, for the cache. */
  readonly roleArn?: string;
}

/** The user's own values and glrunner's. */
export function runnerValues(config: Config, runner: Runner, props: RunnerValuesProps): Values {
  return mergeValues(runner.chartValues, computedValues(config, runner, props));
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Only `podLabels`, `podAnnotations` and the list `extraObjects` may be in both: for the values in `ownedChartValue`, the schema has no
 * option under `chartValues`.
 */
function mergeValues(base: Values, over: Values): Values {
  const merged = Object.entries(over).map(([key, value]) => {
    const existing = base[key];
    if (isMapping(existing) && isMapping(value)) return [key, mergeValues(existing, value)] as const;
    return [key, Array.isArray(existing) ? existing.concat(value) : value] as const;
  });
  return { ...base, ...Object.fromEntries(merged) };
}

function computedValues(config: Config, runner: Runner, { secretName, roleArn }: RunnerValuesProps): Values {
  const { manager } = runner;
  const size = { cpu: `${Math.round(manager.cpu * 1000)}m`, memory: manager.memory };
  return {
    gitlabUrl: runner.gitlabUrl,
    concurrent: runner.concurrent,
    checkInterval: manager.checkIntervalSeconds,
    shutdown_timeout: manager.shutdownTimeoutSeconds,
    // Kubernetes must not kill the manager before the shutdown timeout of its jobs.
    terminationGracePeriodSeconds: manager.shutdownTimeoutSeconds + 60,
    logFormat: "json",
    ...image(config, runner),
    ...caAndProxy(config),
    rbac: { create: true, rules: [...executorRules, ...(runner.warm === undefined ? [] : pausePodRules)] },
    serviceAccount: {
      create: true,
      name: runner.name,
      ...(roleArn !== undefined && { annotations: { "eks.amazonaws.com/role-arn": roleArn } }),
    },
    resources: { requests: size, limits: size },
    ...(runner.warm !== undefined && { extraObjects: pausePodPriority(runner) }),
    ...metrics(config.addons.metrics),
    ...(config.cluster.managers === "nodes" && { nodeSelector: systemNodesLabel }),
    podLabels: { [managerLabel]: runner.name },
    // A rotated token must restart the manager, which reads it only at its start.
    podAnnotations: { "glrunner/token-revision": String(runner.tokenRevision) },
    runners: {
      name: managerName(config.name, runner.name),
      secret: secretName,
      jobNamespace: runner.namespace,
      ...registration(runner),
      config: runnerToml(config, runner),
    },
  };
}

/** The chart appends its own tag. Source: templates/_helpers.tpl of the chart 0.86.0, "gitlab-runner.image" (2026-11). */
function image({ images: { mirrors, pullSecrets } }: Config, { manager }: Runner) {
  const parts = /^([^/]+)\/(.+):([^:/]+)$/.exec(manager.image ?? "");
  const [, registry, repository, tag] = parts ?? [];
  const mirror = mirrors[gitlabRegistry];
  return {
    ...(parts === null && mirror !== undefined && { image: { registry: mirror } }),
    ...(parts !== null && { image: { registry, image: repository, tag } }),
    ...(pullSecrets.length > 0 && { imagePullSecrets: pullSecrets.map((name) => ({ name })) }),
  };
}

/**
 * The chart mounts the CA's Secret where the runner looks for certificates by host name. The variable names the file for any
 * host: `gitlab-runner register` writes it to config.toml as tls-ca-file, and adds it to the system's certificates.
 * Source: templates/deployment.yaml of the chart 0.86.0; gitlab-org/gitlab-runner common/config.go, RunnerCredentials, and
 * network/client.go, addTLSCA (19.4); read 2026-11-30.
 */
function caAndProxy({ gitlabCa, proxy }: Config) {
  const variables = {
    ...proxy,
    ...(gitlabCa && { CI_SERVER_TLS_CA_FILE: `/home/gitlab-runner/.gitlab-runner/certs/${gitlabCa.key}` }),
  };
  const envVars = Object.entries(variables).map(([name, value]) => ({ name, value }));
  return {
    ...(gitlabCa && { certsSecretName: gitlabCa.secret }),
    ...(envVars.length > 0 && { envVars }),
  };
}

/**
 * The chart opens the port and annotates the pods. It creates a PodMonitor only if the cluster has that kind.
 * Source: templates/configmap.yaml, deployment.yaml and podmonitor.yaml of the chart 0.86.0 (2026-11).
 */
function metrics(mode: Config["addons"]["metrics"]) {
  if (mode === "off") return {};
  return { metrics: { enabled: true, ...(mode === "pod-monitor" && { podMonitor: { enabled: true } }) } };
}

/**
 * Only a registration token accepts these. With a glrt- token they are settings of the runner in GitLab, and the manager
 * would not start with them. Source: gitlab-org/gitlab doc/ci/runners/new_creation_workflow.md.
 */
function registration(runner: Runner) {
  if (runner.tokenType === "authentication") return {};
  return {
    tags: runner.tags.join(","),
    runUntagged: runner.runUntagged,
    locked: runner.locked,
    protected: runner.protected,
    ...(runner.maximumTimeoutSeconds !== undefined && {
      maximumTimeout: String(runner.maximumTimeoutSeconds),
    }),
  };
}
