/**
 * A runner's part of config.toml, from `[[runners]]` down: everything about a job. Pure data in, text out. The chart runs
 * the text through Helm's template engine, so text of the user is escaped.
 */
import { parse, stringify, type TomlTable, type TomlValue } from "smol-toml";
import { jobLabel, notEvicted, poolLabel } from "../../config/resource-names";
import type { Config, Runner } from "../../config/config";
import { retryLimits, waitForPodFlag } from "../../facts/job-start-errors";
import { escapeTemplate } from "../literal";

export function runnerToml(config: Config, runner: Runner): string {
  const variables = Object.entries(runner.environment).map(([name, value]) => `${name}=${value}`);
  const computed: TomlTable = {
    request_concurrency: runner.manager.requestConcurrency,
    ...(variables.length > 0 && { environment: variables }),
    // Ends a job pod that outlives its job: the stuck pods that the tutorial's reader paid for. Default of the runner since 17.0.
    feature_flags: { FF_USE_POD_ACTIVE_DEADLINE_SECONDS: true, [waitForPodFlag]: true },
    kubernetes: kubernetesExecutor(config, runner),
    ...(runner.cache && { cache: cache(config, runner.cache) }),
  };
  const over = literalTable(extra(runner.extraToml));
  const merged = merge(computed, { ...over, ...environmentOf(variables, over.environment) });
  return escapeHelm(stringify({ runners: [merged] }));
}

/** Variables of `environment` and of `extraToml` add up. Of two with one name, that of `extraToml` stays. */
function environmentOf(variables: readonly string[], more: TomlValue | undefined): TomlTable {
  if (!Array.isArray(more)) return {};
  const nameOf = (line: TomlValue) => (typeof line === "string" ? line.split("=")[0] : undefined);
  const names = more.map(nameOf);
  return { environment: [...variables.filter((line) => !names.includes(nameOf(line))), ...more] };
}

function kubernetesExecutor(config: Config, runner: Runner): TomlTable {
  const { job } = runner;
  return {
    namespace: runner.namespace,
    image: job.image,
    pull_policy: job.pullPolicy,
    privileged: job.privileged,
    poll_timeout: runner.manager.pollTimeoutSeconds,
    ...resources("", runner, job),
    ...resources("helper_", runner, job.helper),
    ...resources("service_", runner, job.service),
    ...(job.ephemeralStorage !== undefined && {
      ephemeral_storage_request: job.ephemeralStorage,
      ephemeral_storage_limit: job.ephemeralStorage,
    }),
    pod_labels: { [jobLabel]: runner.name },
    retry_limits: retryLimits,
    ...placement(config, runner),
  };
}

/** On Fargate requests must equal limits; on a shared node CPU that nobody uses may be used. */
function resources(prefix: string, runner: Runner, size: { cpu: number; memory: string }): TomlTable {
  const cpu = `${Math.round(size.cpu * 1000)}m`;
  return {
    [`${prefix}cpu_request`]: cpu,
    ...(runner.compute === "fargate" && { [`${prefix}cpu_limit`]: cpu }),
    [`${prefix}memory_request`]: size.memory,
    [`${prefix}memory_limit`]: size.memory,
  };
}

/** Fargate catches its jobs by namespace. Jobs on nodes choose their pool and must not be evicted from it. */
function placement(config: Config, runner: Runner): TomlTable {
  if (runner.compute === "fargate") return {};
  // The runner chooses its helper image by this selector, else it takes the one for amd64.
  const architecture = { "kubernetes.io/arch": runner.architecture };
  if (config.versions.set === "tutorial") {
    return {
      // The published provisioner has both types of capacity: without the label Karpenter chooses as for `spot-first`.
      node_selector: {
        ...(runner.compute !== "spot-first" && { "karpenter.sh/capacity-type": runner.compute }),
        ...architecture,
      },
      pod_annotations: notEvicted.tutorial,
    };
  }
  const pool = runner.nodePool ?? runner.compute;
  return {
    node_selector: { [poolLabel]: pool, ...architecture },
    node_tolerations: { [`${poolLabel}=${pool}`]: "NoSchedule" },
    pod_annotations: notEvicted.current,
  };
}

function cache(config: Config, { bucket, region, prefix, shared }: NonNullable<Runner["cache"]>): TomlTable {
  return {
    Type: "s3",
    Path: prefix,
    Shared: shared,
    s3: {
      ServerAddress: "s3.amazonaws.com",
      BucketName: bucket,
      BucketLocation: region ?? config.region,
      AuthenticationType: "iam",
    },
  };
}

/** The user's own `[[runners]]` table; that it parses was checked with the configuration. */
function extra(toml: string | undefined): TomlTable {
  if (toml === undefined) return {};
  const { runners } = parse(toml);
  const first = Array.isArray(runners) ? runners[0] : undefined;
  return isTable(first) ? first : {};
}

/** After its escapes are read: `"\u0024{x}"` would be a template too. */
function literalTable(table: TomlTable): TomlTable {
  return Object.fromEntries(
    Object.entries(table).map(([key, value]) => [escapeTemplate(key), literalValue(value)]),
  );
}

function literalValue(value: TomlValue): TomlValue {
  if (typeof value === "string") return escapeTemplate(value);
  if (Array.isArray(value)) return value.map(literalValue);
  return isTable(value) ? literalTable(value) : value;
}

function merge(base: TomlTable, over: TomlTable): TomlTable {
  const result = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const existing = result[key];
    result[key] = isTable(existing) && isTable(value) ? merge(existing, value) : value;
  }
  return result;
}

function isTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Date);
}

function escapeHelm(text: string): string {
  return text.replace(/\{\{/g, '{{ "{{" }}');
}
