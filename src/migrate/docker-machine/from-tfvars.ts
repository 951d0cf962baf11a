/**
 * Reads the variables of the module cattle-ops/terraform-aws-gitlab-runner from a `.tfvars` file or from the module call. It
 * reads both generations of variables: objects (version 6 and newer) and single variables (version 5 and older).
 * Source: cattle-ops/terraform-aws-gitlab-runner@55a3ae91 (7.3.0) and its tag 5.0.0, variables.tf; read 2026-11-30.
 */
import { expression, readHcl, type HclObject, type HclValue } from "./hcl-values";
import { machineOptions } from "./machine-options";
import {
  idlePeriods,
  notCarriedOver,
  type CarriedOver,
  type OldFleetRead,
  type OldRunner,
} from "./old-runner";

/** The paths of each setting, newer names first. The first path with a value counts. */
const paths = {
  name: ["runner_instance.name", "runners_name"],
  url: ["runner_gitlab.url", "runners_gitlab_url"],
  executor: ["runner_worker.type", "runners_executor"],
  limit: ["runner_worker.max_jobs", "runners_limit"],
  concurrent: ["runner_manager.maximum_concurrent_jobs", "runners_concurrent"],
  requestConcurrency: ["runner_worker.request_concurrency", "runners_request_concurrency"],
  environment: ["runner_worker.environment_variables", "runners_environment_vars"],
  tags: ["runner_gitlab_registration_config.tag_list", "gitlab_runner_registration_config.tag_list"],
  runUntagged: [
    "runner_gitlab_registration_config.run_untagged",
    "gitlab_runner_registration_config.run_untagged",
  ],
  locked: [
    "runner_gitlab_registration_config.locked_to_project",
    "gitlab_runner_registration_config.locked_to_project",
  ],
  access: [
    "runner_gitlab_registration_config.access_level",
    "gitlab_runner_registration_config.access_level",
  ],
  timeout: [
    "runner_gitlab_registration_config.maximum_timeout",
    "gitlab_runner_registration_config.maximum_timeout",
  ],
  tokenParameter: ["runner_gitlab.preregistered_runner_token_ssm_parameter_name"],
  image: ["runner_worker_docker_options.image", "runners_image"],
  privileged: ["runner_worker_docker_options.privileged", "runners_privileged"],
  pullPolicy: [
    "runner_worker_docker_options.pull_policies",
    "runner_worker_docker_options.pull_policy",
    "runners_pull_policies",
    "runners_pull_policy",
  ],
  volumes: ["runner_worker_docker_options.volumes", "runners_additional_volumes"],
  instanceTypes: [
    "runner_worker_docker_machine_instance.types",
    "runner_worker_docker_autoscaler_asg.types",
    "docker_machine_instance_types",
    "docker_machine_instance_type",
  ],
  rootSize: [
    "runner_worker_docker_machine_instance.root_size",
    "runner_worker_docker_autoscaler_instance.root_size",
    "runners_root_size",
  ],
  spot: ["runner_worker_docker_machine_instance_spot.enable", "runners_request_spot_instance"],
  idleCount: ["runner_worker_docker_machine_instance.idle_count", "runners_idle_count"],
  machineOptions: ["runner_worker_docker_machine_ec2_options", "docker_machine_options"],
  autoscaling: [
    "runner_worker_docker_machine_autoscaling_options",
    "runner_worker_docker_autoscaler_autoscaling_options",
    "runners_machine_autoscaling",
  ],
  cacheBucket: ["runner_worker_cache.bucket", "cache_bucket.bucket"],
  cacheCreated: ["runner_worker_cache.create", "cache_bucket.create"],
  cacheShared: ["runner_worker_cache.shared", "cache_shared"],
  region: ["aws_region", "region"],
  clusterTags: ["tags"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
type Name = keyof typeof paths;

/** Defaults of the module's variables, in both generations. */
const moduleDefaults = { concurrent: 10, privileged: true, spot: true } as const;

/** Variables without a meaning in the new fleet: about the manager's own instance and network, or a secret. */
const unneeded =
  /^(environment|source|version|providers|runner_instance|runner_networking|runner_cloudwatch|runner_install|runner_ami.*|runner_role|runner_terminate.*|runner_schedule.*|security_group_prefix|iam_object_prefix|suppressed_tags|debug|vpc_id|subnet_id.*|instance_type|enable_.*|asg_.*|metrics_autoscaling|kms_.*|runners_token|registration_token|runner_gitlab_.*token.*|cache_.*|gitlab_runner_(version|egress_rules|security_group.*)|docker_machine_(version|download_url|spot_price_bid))$/;

export function fleetFromTfvars(text: string): OldFleetRead {
  const read = readHcl(text);
  if (!read.ok) return { ok: false, message: `cannot be read as HCL: line ${read.line}: ${read.message}` };
  const { module: blocks } = read.values;
  const calls = [read.values, ...(Array.isArray(blocks) ? blocks.filter(isObject) : [])].filter(isRunner);
  if (calls.length === 0)
    return { ok: false, message: "holds no variable of the module cattle-ops/terraform-aws-gitlab-runner" };
  const parts = calls.map((values, index) =>
    readCall(values, calls.length === 1 ? "" : `call ${index + 1}: `),
  );
  const limits = parts.flatMap(({ concurrent }) => (concurrent === undefined ? [] : [concurrent]));
  return {
    ok: true,
    fleet: {
      // Each module call has its own manager.
      concurrent: limits.length > 0 ? Math.max(...limits) : moduleDefaults.concurrent,
      tags: Object.fromEntries(parts.flatMap(({ tags }) => Object.entries(tags))),
      runners: parts.map(({ runner }) => runner),
      findings: parts.flatMap(({ findings }) => findings),
    },
  };
}

/** The variables that are read: the first part of each path. */
const variables: ReadonlySet<string> = new Set(
  Object.values(paths).flatMap((all) => all.map((path) => path.split(".")[0] ?? "")),
);
/** Variables that other modules have too. */
const common: ReadonlySet<string> = new Set(["tags", "region", "aws_region"]);

const isRunner = (values: HclObject): boolean =>
  Object.keys(values).some((name) => variables.has(name) && !common.has(name));

function readCall(values: HclObject, prefix: string) {
  const look = lookup(values);
  const options = machineOptions(look.texts("machineOptions"), "docker-machine options");
  const unread = Object.keys(values)
    .filter((name) => !variables.has(name) && !unneeded.test(name))
    .map(notCarriedOver);
  return {
    concurrent: look.number("concurrent"),
    tags: { ...options.tags, ...textsOf(look.value("clusterTags")) },
    runner: { ...runnerOf(look, options.instanceTypes), key: `${prefix}runner` },
    findings: [...look.expressions(), ...unread, ...options.findings].map((finding) => ({
      ...finding,
      key: `${prefix}${finding.key}`,
    })),
  };
}

type Lookup = ReturnType<typeof lookup>;

function lookup(values: HclObject) {
  const found = (name: Name): readonly [path: string, value: HclValue] | undefined => {
    for (const path of paths[name]) {
      const value = at(values, path.split("."));
      if (value !== undefined && value !== null && value !== "") return [path, value];
    }
    return undefined;
  };
  const value = (name: Name) => found(name)?.[1];
  const text = (name: Name) => {
    const given = value(name);
    return typeof given === "string" ? given : undefined;
  };
  return {
    value,
    text,
    number(name: Name): number | undefined {
      const given = value(name);
      const number = typeof given === "string" ? Number(given) : given;
      return typeof number === "number" && Number.isFinite(number) ? number : undefined;
    },
    /** Older versions of the module accept "true" as text too. */
    flag(name: Name): boolean | undefined {
      const given = value(name);
      if (given === true || given === "true") return true;
      return given === false || given === "false" ? false : undefined;
    },
    texts(name: Name): readonly string[] {
      const given = value(name);
      if (typeof given === "string") return given.split(",").map((part) => part.trim());
      return Array.isArray(given) ? given.filter((each) => typeof each === "string") : [];
    },
    expressions: (): readonly CarriedOver[] =>
      nameList.flatMap((name) => {
        const [path, given] = found(name) ?? [];
        if (path === undefined || given !== expression) return [];
        return [
          { key: path, what: "an expression, which only Terraform can calculate", fix: "set it by hand" },
        ];
      }),
  };
}

const nameList = Object.keys(paths).filter((name): name is Name => name in paths);

function at(values: HclValue | undefined, path: readonly string[]): HclValue | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return values;
  return isObject(values) ? at(values[key], rest) : undefined;
}

function isObject(value: HclValue | undefined): value is HclObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textsOf(value: HclValue | undefined): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (typeof each === "string" ? [[key, each]] : [])),
  );
}

function runnerOf(look: Lookup, fromOptions: readonly string[]): Omit<OldRunner, "key"> {
  const types = look.texts("instanceTypes");
  const tags = look.texts("tags").filter((tag) => tag !== "");
  const timeout = look.number("timeout");
  const executor = look.text("executor");
  const created = look.flag("cacheCreated") ?? true;
  return {
    name: look.text("name"),
    url: look.text("url"),
    executor,
    limit: look.number("limit"),
    requestConcurrency: look.number("requestConcurrency"),
    tags: tags.length > 0 ? tags : undefined,
    runUntagged: look.flag("runUntagged"),
    locked: look.flag("locked"),
    protected: look.text("access") === "ref_protected" ? true : undefined,
    maximumTimeoutSeconds: timeout !== undefined && timeout >= 600 ? timeout : undefined,
    ssmTokenParameter: look.text("tokenParameter"),
    image: look.text("image"),
    pullPolicy: look.texts("pullPolicy")[0],
    region: look.text("region"),
    rootDiskGiB: look.number("rootSize"),
    volumes: look.texts("volumes"),
    environment: look.texts("environment"),
    instanceTypes: types.length > 0 ? types : fromOptions,
    privileged: look.flag("privileged") ?? moduleDefaults.privileged,
    spot: executor === "docker" ? false : (look.flag("spot") ?? moduleDefaults.spot),
    cache: {
      bucket: created ? undefined : look.text("cacheBucket"),
      shared: look.flag("cacheShared"),
      created,
    },
    idle: idlePeriods({ count: look.number("idleCount") }, autoscalingRows(look.value("autoscaling"))),
  };
}

function autoscalingRows(rows: HclValue | undefined): Parameters<typeof idlePeriods>[1] {
  return (Array.isArray(rows) ? rows : []).flatMap((row: HclValue) => {
    if (!isObject(row)) return [];
    const { periods, idle_count: count, timezone, idle_scale_factor: factor, idle_count_min: min } = row;
    if (!Array.isArray(periods) || typeof count !== "number") return [];
    return [
      {
        periods: periods.filter((period) => typeof period === "string"),
        timezone: typeof timezone === "string" ? timezone : undefined,
        count,
        scaleFactor: typeof factor === "number" ? factor : undefined,
        minimum: typeof min === "number" ? min : undefined,
      },
    ];
  });
}
