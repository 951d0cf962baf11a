/**
 * Variables by which a job asks for something else than its runner gives, the setting of `[runners.kubernetes]` without
 * which they have no effect, and the option that sets it. Sources: gitlab-org/gitlab-runner
 * docs/executors/kubernetes/_index.md ("Overwrite container resources", "Configuration settings"),
 * executors/kubernetes/overwrites.go, which fails the job where a value does not match or exceeds the maximum; read
 * 2026-11-30.
 */
export interface Overwrite {
  /** A name, or with `*` at the end the start of one. */
  readonly variable: string;
  readonly setting: string;
  /** `pattern`: a regular expression for the value; `max`: a quantity; `switch`: true or false. */
  readonly kind: "pattern" | "max" | "switch";
  /** Below `runners[].job.overwrites`; undefined where only `extraToml` has it. */
  readonly option?: string;
}

const pattern = (variable: string, setting: string, option: string): Overwrite => ({
  ...{ variable, setting: `${setting}_overwrite_allowed`, kind: "pattern", option },
});

const containers = [
  { prefix: "", option: "max." },
  { prefix: "HELPER_", option: "max.helper." },
  { prefix: "SERVICE_", option: "max.service." },
  { prefix: "POD_", option: undefined },
];
const quantities = [
  { name: "CPU", option: "cpu" },
  { name: "MEMORY", option: "memory" },
  { name: "EPHEMERAL_STORAGE", option: "ephemeralStorage" },
];

const overwrites: readonly Overwrite[] = [
  pattern("KUBERNETES_NAMESPACE_OVERWRITE", "namespace", "namespace"),
  pattern("KUBERNETES_SERVICE_ACCOUNT_OVERWRITE", "service_account", "serviceAccount"),
  pattern("KUBERNETES_POD_LABELS_*", "pod_labels", "podLabels"),
  pattern("KUBERNETES_POD_ANNOTATIONS_*", "pod_annotations", "podAnnotations"),
  pattern("KUBERNETES_NODE_SELECTOR_*", "node_selector", "nodeSelector"),
  pattern("KUBERNETES_NODE_TOLERATIONS_*", "node_tolerations", "nodeTolerations"),
  { variable: "KUBERNETES_BEARER_TOKEN", setting: "bearer_token_overwrite_allowed", kind: "switch" },
  ...containers.flatMap((container) =>
    quantities
      // A pod as a whole has no ephemeral storage.
      .filter(({ name }) => container.prefix !== "POD_" || name !== "EPHEMERAL_STORAGE")
      .flatMap((quantity) =>
        ["REQUEST", "LIMIT"].map((kind): Overwrite => {
          const name = `${container.prefix}${quantity.name}_${kind}`;
          return {
            ...{ variable: `KUBERNETES_${name}`, kind: "max" },
            setting: `${name.toLowerCase()}_overwrite_max_allowed`,
            ...(container.option !== undefined && { option: container.option + quantity.option }),
          };
        }),
      ),
  ),
];

const exact = new Map(overwrites.map((each) => [each.variable, each]));
const prefixes = overwrites.filter(({ variable }) => variable.endsWith("*"));

/** What a variable of this name overwrites. */
export function overwriteOf(variable: string): Overwrite | undefined {
  return exact.get(variable) ?? prefixes.find((each) => variable.startsWith(each.variable.slice(0, -1)));
}
