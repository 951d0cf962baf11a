/**
 * The value that a provider gives an attribute that is not configured: a default from its code, or the zero value that it
 * reads back. Recorded schemas lack these values. Covers only the types that the stages and their modules use.
 * Source: states that helm 2.17.0, kubernetes 2.38.0 and kubectl 1.19.0 wrote, recorded 2026-11-30; a test compares
 * with them.
 */
import type { Value } from "./protocol/value";

/** By path: names joined with dots, without list positions. */
export type Defaults = Readonly<Record<string, Value>>;

const all = (value: Value, prefix: string, names: string): Defaults =>
  Object.fromEntries(names.split(/\s+/).map((name) => [`${prefix}${name}`, value]));

const job = "spec.job_template.spec.";
const pod = `${job}template.spec.`;

const defaults: Readonly<Record<string, Defaults>> = {
  helm_release: {
    ...all(
      false,
      "",
      `atomic cleanup_on_fail create_namespace dependency_update disable_crd_hooks disable_openapi_validation
       disable_webhooks force_update lint pass_credentials recreate_pods replace reset_values reuse_values skip_crds
       verify wait_for_jobs`,
    ),
    ...all(true, "", "render_subchart_notes wait"),
    ...{ max_history: 0, timeout: 300 },
  },
  kubectl_manifest: {
    ...all(false, "", "apply_only force_conflicts force_new server_side_apply"),
    ...all(true, "", "validate_schema wait_for_rollout"),
  },
  kubernetes_config_map: { immutable: false },
  kubernetes_config_map_v1: { immutable: false },
  kubernetes_config_map_v1_data: { field_manager: "Terraform" },
  kubernetes_namespace: { wait_for_default_service_account: false },
  kubernetes_namespace_v1: { wait_for_default_service_account: false },
  kubernetes_secret_v1: { immutable: false, wait_for_service_account_token: true },
  kubernetes_service_account_v1: { automount_service_account_token: true },
  kubernetes_cron_job_v1: {
    ...{ "spec.suspend": false, "spec.starting_deadline_seconds": 0 },
    ...all(0, job, "backoff_limit_per_index max_failed_indexes"),
    ...all(1, job, "completions parallelism"),
    [`${job}manual_selector`]: false,
    ...all(false, pod, "host_ipc host_network host_pid share_process_namespace"),
    ...all(false, `${pod}container.`, "stdin stdin_once tty"),
    ...all(false, `${pod}container.security_context.`, "privileged run_as_non_root"),
    [`${pod}active_deadline_seconds`]: 0,
    [`${pod}dns_policy`]: "ClusterFirst",
    [`${pod}enable_service_links`]: true,
    [`${pod}termination_grace_period_seconds`]: 30,
    [`${pod}container.termination_message_path`]: "/dev/termination-log",
    [`${pod}container.volume_mount.mount_propagation`]: "None",
    [`${pod}volume.config_map.default_mode`]: "0644",
    [`${pod}volume.config_map.optional`]: false,
  },
};

export function defaultsOf(type: string): Defaults {
  return defaults[type] ?? {};
}
