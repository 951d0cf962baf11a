/**
 * The keys of `[[runners]]` that glrunner sets itself, each with the configuration key to use instead. One table for the
 * three that need it: the rule that refuses them in `extraToml`, the construct that writes them, and the import of an
 * existing release, which treats them as known.
 */
import { retryLimits, waitForPodFlag } from "../../facts/job-start-errors";
import { jobLabel, notEvicted } from "../resource-names";

export interface ComputedKey {
  /** Path below `[[runners]]`. */
  readonly key: readonly string[];
  /** The configuration key to use instead. */
  readonly instead: string;
  /** `fargate`: only there; on nodes the key is the user's to set. */
  readonly on: "every class" | "fargate";
}

/** Prefix of the container's keys in `[runners.kubernetes]`, and its section of the configuration. */
const jobContainers = [
  { prefix: "", section: "job" },
  { prefix: "helper_", section: "job.helper" },
  { prefix: "service_", section: "job.service" },
] as const;

/** The suffixes that follow a container's prefix. Fargate requires that CPU requests equal the limits. */
const containerKeys = [
  { suffix: "cpu_request", field: "cpu", on: "every class" },
  { suffix: "memory_request", field: "memory", on: "every class" },
  { suffix: "memory_limit", field: "memory", on: "every class" },
  { suffix: "cpu_limit", field: "cpu: on Fargate the limit is the request", on: "fargate" },
] as const;

const computed = (key: string, instead: string): ComputedKey => ({
  key: key.split("."),
  instead,
  on: "every class",
});

/** Kubernetes names hold dots, so this key is not split. */
const evictionAnnotations: readonly ComputedKey[] = Object.values(notEvicted)
  .flatMap((annotation) => Object.keys(annotation))
  .map((name) => ({
    key: ["kubernetes", "pod_annotations", name],
    instead: "nothing: jobs must not be evicted",
    on: "every class",
  }));

export const computedKeys: readonly ComputedKey[] = [
  computed("name", "name"),
  computed("url", "gitlabUrl"),
  computed("token", "token"),
  computed("executor", "nothing: it is always kubernetes"),
  computed("limit", "concurrent"),
  computed("request_concurrency", "manager.requestConcurrency"),
  computed("kubernetes.namespace", "namespace"),
  computed("kubernetes.privileged", "job.privileged"),
  computed("kubernetes.poll_timeout", "manager.pollTimeoutSeconds"),
  computed("kubernetes.node_selector", "compute and nodePool"),
  computed("kubernetes.node_tolerations", "compute and nodePool"),
  ...evictionAnnotations,
  computed("feature_flags.FF_USE_POD_ACTIVE_DEADLINE_SECONDS", "nothing: it ends jobs that hang"),
  computed("kubernetes.ephemeral_storage_request", "job.ephemeralStorage"),
  computed("kubernetes.ephemeral_storage_limit", "job.ephemeralStorage"),
  ...jobContainers.flatMap(({ prefix, section }) =>
    containerKeys.map(({ suffix, field, on }) => ({
      key: ["kubernetes", `${prefix}${suffix}`],
      instead: `${section}.${field}`,
      on,
    })),
  ),
];

/** Tables that glrunner fills. Any other value in their place would remove the whole table. */
export const computedTables: readonly (readonly string[])[] = [
  ["feature_flags"],
  ["kubernetes"],
  ["kubernetes", "pod_labels"],
  ["kubernetes", "pod_annotations"],
  ["kubernetes", "retry_limits"],
];

/** Keys that glrunner writes from an option, and that `extraToml` may change. */
const changeableKeys: readonly (readonly string[])[] = [
  ["environment"],
  ["kubernetes", "image"],
  ["kubernetes", "pull_policy"],
  ["kubernetes", "pod_labels", jobLabel],
  ["feature_flags", waitForPodFlag],
  ...Object.keys(retryLimits).map((text) => ["kubernetes", "retry_limits", text]),
  ...["Type", "Path", "Shared"].map((key) => ["cache", key]),
  ...["ServerAddress", "BucketName", "BucketLocation", "AuthenticationType"].map((key) => [
    "cache",
    "s3",
    key,
  ]),
];

/** Every key that an option of the configuration covers, for a runner of this class. */
export function coveredKeys(fargate: boolean): readonly (readonly string[])[] {
  return [
    ...computedKeys.filter(({ on }) => fargate || on === "every class").map(({ key }) => key),
    ...changeableKeys,
  ];
}
