/** The size of each container of a job, and the maximum that a job may set. */
import type { TomlValue } from "smol-toml";
import { computed, ofJob, type TomlSetting } from "../setting";

const cpuText = (vcpu: number): string => `${Math.round(vcpu * 1000)}m`;

/** For each container: prefix of its keys in `[runners.kubernetes]`, its section of the configuration, and its part of `job`. */
const containers = [
  { prefix: "", section: "job", max: "", part: undefined },
  { prefix: "helper_", section: "job.helper", max: "helper.", part: "helper" },
  { prefix: "service_", section: "job.service", max: "service.", part: "service" },
] as const;

/** On Fargate requests must equal limits. On nodes a job may use idle CPU, so there is no CPU limit. */
function sizeSettings({ prefix, section, part }: (typeof containers)[number]): TomlSetting[] {
  const key = (suffix: string) => `kubernetes.${prefix}${suffix}`;
  return [
    computed(key("cpu_request"), `${section}.cpu`, (_, { job }) => cpuText((part ? job[part] : job).cpu)),
    computed(
      key("cpu_limit"),
      `${section}.cpu: on Fargate the limit is the request`,
      (_, { job, compute }) => (compute === "fargate" ? cpuText((part ? job[part] : job).cpu) : undefined),
      "refused on fargate",
    ),
    computed(key("memory_request"), `${section}.memory`, (_, { job }) => (part ? job[part] : job).memory),
    computed(key("memory_limit"), `${section}.memory`, (_, { job }) => (part ? job[part] : job).memory),
  ];
}

const bounds = ["request", "limit"] as const;

const diskSettings: readonly TomlSetting[] = bounds.map((kind) =>
  computed(
    `kubernetes.ephemeral_storage_${kind}`,
    "job.ephemeralStorage",
    (_, { job }) => job.ephemeralStorage,
  ),
);

const maxima = [
  { resource: "cpu", field: "cpu" },
  { resource: "memory", field: "memory" },
  { resource: "ephemeral_storage", field: "ephemeralStorage" },
] as const;

/** The request and the limit have the same maximum, because on Fargate they must be equal. */
function maximumSettings({ prefix, max, part }: (typeof containers)[number]): TomlSetting[] {
  return maxima.flatMap(({ resource, field }) =>
    bounds.map((kind) =>
      ofJob(
        `kubernetes.${prefix}${resource}_${kind}_overwrite_max_allowed`,
        `overwrites.max.${max}${field}`,
        ({ overwrites }): TomlValue | undefined => {
          const value = (part ? overwrites.max[part] : overwrites.max)[field];
          return typeof value === "number" ? cpuText(value) : value;
        },
      ),
    ),
  );
}

export const resourceSettings: readonly TomlSetting[] = [
  ...containers.flatMap(sizeSettings),
  ...diskSettings,
  ...containers.flatMap(maximumSettings),
];
