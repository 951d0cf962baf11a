/**
 * Values of the GitLab Runner chart that users must not set, because glrunner computes them or because the chart reads a secret
 * there. Each has the option to use instead. A path includes everything below it.
 */
const owned: ReadonlyMap<string, string> = new Map([
  ["gitlabUrl", "gitlabUrl"],
  ["runnerToken", "token"],
  ["runnerRegistrationToken", "token"],
  ["concurrent", "concurrent"],
  ["checkInterval", "manager.checkIntervalSeconds"],
  ["shutdown_timeout", "manager.shutdownTimeoutSeconds"],
  ["terminationGracePeriodSeconds", "manager.shutdownTimeoutSeconds"],
  ["resources", "manager.cpu and manager.memory"],
  ["image", "manager.image or images.mirrors"],
  ["imagePullSecrets", "images.pullSecrets"],
  ["certsSecretName", "gitlabCa"],
  ["envVars", "chartValues.extraEnv"],
  ["nodeSelector", "cluster.managers"],
  ["logFormat", "nothing: status reads the log as JSON"],
  ["rbac", "nothing: the manager has the rights that its executor uses"],
  ["serviceAccount", "nothing: the manager has a service account of its own"],
  ["automountServiceAccountToken", "nothing: the manager needs its token to create pods"],
  ["metrics.enabled", "addons.metrics"],
  ["metrics.podMonitor.enabled", "addons.metrics"],
  ["replicas", "another entry in runners with the same token"],
  ["hpa", "another entry in runners with the same token"],
  ["namespace", "nothing: managers run in the namespace gitlab-runner"],
  ["nameOverride", "name"],
  ["fullnameOverride", "name"],
  ["runners", "the options of the runner, or extraToml"],
]);

/**
 * The option to use instead of a value that users must not set.
 * @param path dotted, in the chart's own names
 */
export function ownedChartValue(path: string): string | undefined {
  const keys = path.split(".");
  return keys
    .map((_, index) => owned.get(keys.slice(0, index + 1).join(".")))
    .find((option) => option !== undefined);
}
