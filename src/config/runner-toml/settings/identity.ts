/** Who the runner is in GitLab, and what every job of it gets. */
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
  // Ends a job pod that outlives its job: the stuck pods that the tutorial's reader paid for. Default of the runner since 17.0.
  computed("feature_flags.FF_USE_POD_ACTIVE_DEADLINE_SECONDS", "nothing: it ends jobs that hang", () => true),
  computed("kubernetes.namespace", "namespace", (_, { namespace }) => namespace),
];

/** As the runner takes variables. */
export function environmentLines(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`);
}
