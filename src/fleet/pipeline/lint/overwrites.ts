/**
 * Variables by which a job overwrites a setting of its runner. Each needs a setting in `[runners.kubernetes]`; without it the
 * variable has no effect, and a value that the setting does not allow fails the job.
 *
 * Sources: gitlab-org/gitlab-runner docs/executors/kubernetes/_index.md ("Overwrite container resources", "Configuration
 * settings"), executors/kubernetes/overwrites.go; read 2026-11-30.
 */
import { settingTexts, type FleetRunner } from "../fleet-runner";

export interface Overwrite {
  /** A name, or the beginning of a name with `*` at its end. */
  readonly variable: string;
  readonly setting: string;
  /** Form of the setting. `pattern`: a regular expression for the value; `max`: a quantity; `switch`: true or false. */
  readonly kind: "pattern" | "max" | "switch";
  /** Path below `runners[].job.overwrites`; undefined if only `extraToml` can set it. */
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
      // A pod as a whole has no request for ephemeral storage.
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

const exact = new Map(overwrites.map((overwrite) => [overwrite.variable, overwrite]));
const prefixes = overwrites.filter(({ variable }) => variable.endsWith("*"));

/** The overwrite of a variable; undefined for every other variable. */
export function overwriteOf(variable: string): Overwrite | undefined {
  return exact.get(variable) ?? prefixes.find((prefix) => variable.startsWith(prefix.variable.slice(0, -1)));
}

/** Whether the runner allows a job to set this variable. An empty setting allows nothing. */
export function allowsOverwrite(runner: FleetRunner, variable: string): boolean {
  const { kind, setting = "" } = overwriteOf(variable) ?? {};
  return kind === "switch" ? runner.kubernetes[setting] === true : settingTexts(runner, setting).length > 0;
}
