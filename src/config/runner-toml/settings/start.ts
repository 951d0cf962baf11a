/** How long a job waits for its pod, and how often the runner retries errors while a pod or its node starts. */
import { retryLimits, waitForPodFlag } from "../../../facts/gitlab/job-start-errors";
import { computed, type TomlSetting } from "../setting";

export const startSettings: readonly TomlSetting[] = [
  computed(["feature_flags", waitForPodFlag], "nothing: it waits for a new kubelet", () => true, "wins"),
  computed(
    "kubernetes.poll_timeout",
    "manager.pollTimeoutSeconds",
    (_, { manager }) => manager.pollTimeoutSeconds,
  ),
  ...Object.entries(retryLimits).map(([text, attempts]) =>
    computed(["kubernetes", "retry_limits", text], "nothing: it survives a new node", () => attempts, "wins"),
  ),
];
