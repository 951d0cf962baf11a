/**
 * A CronJob next to the managers that deletes stuck job pods. Its permissions are minimal: it may list and delete pods in the
 * job namespaces and list the managers' pods.
 */
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { TerraformResource, type ITerraformDependable, type TerraformStack } from "cdktf";
import { images } from "../../../modules/pins";
import { managerNamespace, type Config } from "../../config/config";
import { mirrored } from "../../config/resolve/images";
import { cleanerRequests } from "../../facts/kubernetes/system-pods";
import { cleanerScript } from "../../fleet/jobs/cleaner-script";
import { namespacesOf, scopeOf } from "../../fleet/jobs/job-selector";
import type { CleanerSettings } from "../../fleet/jobs/settings";
import { escapeTemplate } from "../literal";
import { systemNodesLabel } from "../cluster/managed-nodes";

interface JobCleanerProps {
  /** The job namespaces, by name. */
  readonly namespaces: ReadonlyMap<string, ITerraformDependable>;
  /** Resources that the CronJob depends on. Undefined when they are in another state. */
  readonly dependsOn?: ITerraformDependable[];
}

const name = "job-cleaner";
const labels = { "app.kubernetes.io/managed-by": "glrunner", "app.kubernetes.io/name": name };
const folder = "/opt/glrunner";

/** Creates nothing unless `addons.jobCleaner` is enabled and the configuration has a runner. */
export function jobCleaner(stack: TerraformStack, config: Config, props: JobCleanerProps): void {
  const { enabled, schedule, olderThanMinutes } = config.addons.jobCleaner;
  const scope = scopeOf(config);
  if (!enabled || scope.runners.length === 0) return;
  const { namespaces, dependsOn } = props;
  const metadata = { name, namespace: managerNamespace, labels };
  const account = new ServiceAccountV1(stack, "job_cleaner", { metadata, dependsOn });
  const bindings = [
    ...namespacesOf(scope).map((namespace) => ({ namespace, verbs: ["list", "delete"] })),
    { namespace: managerNamespace, verbs: ["list"] },
  ].map(({ namespace, verbs }) => {
    const created = namespaces.get(namespace);
    const before = created === undefined ? dependsOn : [created, ...(dependsOn ?? [])];
    return podPermissions(stack, namespace, verbs, before);
  });
  const settings: CleanerSettings = {
    scope,
    ...(olderThanMinutes !== undefined && { olderThanSeconds: olderThanMinutes * 60 }),
  };
  const script = new ConfigMapV1(stack, "job_cleaner_script", {
    metadata,
    data: { "cleaner.cjs": escapeTemplate(cleanerScript), "settings.json": JSON.stringify(settings) },
    dependsOn,
  });
  // The provider's class would add a megabyte to the released file. Terraform validates this by the provider's schema.
  const cronJob = new TerraformResource(stack, "job_cleaner_schedule", {
    terraformResourceType: "kubernetes_cron_job_v1",
    dependsOn: [account, script, ...bindings],
  });
  cronJob.addOverride("metadata", metadata);
  cronJob.addOverride("spec", cronJobSpec(schedule, podSpec(config)));
}

function podPermissions(
  stack: TerraformStack,
  namespace: string,
  verbs: string[],
  dependsOn?: ITerraformDependable[],
): RoleBindingV1 {
  const metadata = { name, namespace, labels };
  const role = new RoleV1(stack, `job_cleaner_role_${namespace}`, {
    metadata,
    rule: [{ apiGroups: [""], resources: ["pods"], verbs }],
    dependsOn,
  });
  return new RoleBindingV1(stack, `job_cleaner_binding_${namespace}`, {
    metadata,
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
    subject: [{ kind: "ServiceAccount", name, namespace: managerNamespace }],
    dependsOn: [role],
  });
}

/** Runs one job at a time without retries. The last finished job is kept for its log. */
function cronJobSpec(schedule: string, spec: object): object {
  return {
    schedule,
    concurrency_policy: "Forbid",
    successful_jobs_history_limit: 1,
    failed_jobs_history_limit: 1,
    job_template: {
      metadata: { labels },
      // Includes the minute or two that Fargate takes to start the pod.
      spec: { active_deadline_seconds: 600, backoff_limit: 0, template: { metadata: { labels }, spec } },
    },
  };
}

function podSpec({ cluster, images: { mirrors, pullSecrets } }: Config): object {
  const size = { cpu: `${cleanerRequests.cpu * 1000}m`, memory: `${cleanerRequests.memoryMiB}Mi` };
  return {
    service_account_name: name,
    automount_service_account_token: true,
    restart_policy: "Never",
    ...(pullSecrets.length > 0 && { image_pull_secrets: pullSecrets.map((name) => ({ name })) }),
    ...(cluster.managers === "nodes" && { node_selector: systemNodesLabel }),
    // The image's own user `node`.
    security_context: {
      ...{ run_as_non_root: true, run_as_user: "1000", run_as_group: "1000", fs_group: "1000" },
      seccomp_profile: { type: "RuntimeDefault" },
    },
    container: [
      {
        name,
        image: mirrored(images.node, mirrors),
        command: [
          ...["node", `${folder}/cleaner.cjs`, `${folder}/settings.json`],
          "/var/run/secrets/kubernetes.io/serviceaccount",
        ],
        resources: { requests: size, limits: size },
        security_context: {
          ...{ allow_privilege_escalation: false, read_only_root_filesystem: true },
          capabilities: { drop: ["ALL"] },
        },
        volume_mount: [{ name: "script", mount_path: folder, read_only: true }],
      },
    ],
    volume: [{ name: "script", config_map: { name } }],
  };
}
