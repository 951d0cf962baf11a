/** Security contexts of a job, and the settings that its variables may overwrite. */
import { jobAccount } from "../../resolve/job-rights";
import { snakeCase, snakeTable } from "../snake";
import { computed, ofJob, type TomlSetting } from "../setting";

const contexts = ["build", "helper", "service", "initPermissions"] as const;
const overwrites = [
  "namespace",
  "serviceAccount",
  "podLabels",
  "podAnnotations",
  "nodeSelector",
  "nodeTolerations",
] as const;

export const securitySettings: readonly TomlSetting[] = [
  computed("kubernetes.service_account", "job.serviceAccount", (_, runner) => jobAccount(runner), "joins"),
  computed(
    "kubernetes.automount_service_account_token",
    "job.serviceAccount.mountToken",
    (_, { job }) => job.serviceAccount?.mountToken ?? false,
    "wins",
  ),
  ofJob("kubernetes.cap_add", "security.capabilities.add", ({ security }) => security.capabilities?.add),
  ofJob("kubernetes.cap_drop", "security.capabilities.drop", ({ security }) => security.capabilities?.drop),
  ofJob("kubernetes.pod_security_context", "security.pod", ({ security }) => snakeTable(security.pod ?? {})),
  ...contexts.map((container) =>
    ofJob(
      `kubernetes.${snakeCase(container)}_container_security_context`,
      `security.${container}`,
      ({ security }) => snakeTable(security[container] ?? {}),
    ),
  ),
  ...overwrites.map((setting) =>
    ofJob(
      `kubernetes.${snakeCase(setting)}_overwrite_allowed`,
      `overwrites.${setting}`,
      (job) => job.overwrites[setting],
    ),
  ),
  computed("kubernetes.privileged", "job.privileged", (_, { job }) => job.privileged),
];
