/** The identity of the runner in GitLab, and settings of all its jobs. */
import { computed, type TomlSetting } from "../setting";

export const identitySettings: readonly TomlSetting[] = [
  computed("name", "name"),
  computed("url", "gitlabUrl"),
  computed("token", "token"),
  computed("executor", "nothing: it is always kubernetes"),
  computed("limit", "concurrent"),
  computed(
    "request_concurrency",
    "manager.requestConcurrency",
    (_, { manager }) => manager.requestConcurrency,
  ),
  computed(
    "environment",
    "environment",
    ({ proxy }, { environment }) => environmentLines({ ...proxy, ...environment }),
    "wins",
  ),
  // Ends a job pod that outlives its job, because stuck pods cost money. Default of the runner since 17.0.
  computed("feature_flags.FF_USE_POD_ACTIVE_DEADLINE_SECONDS", "nothing: it ends jobs that hang", () => true),
  computed("kubernetes.namespace", "namespace", (_, { namespace }) => namespace),
];

/** Environment variables in the runner's format. */
export function environmentLines(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`);
}
