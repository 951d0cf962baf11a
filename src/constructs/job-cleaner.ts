/**
 * The clean-up of hung job pods as a CronJob beside the managers, with the least rights: it may list and delete pods in
 * the namespaces of the jobs, list those of the managers, and nothing else anywhere.
 */
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { CronJobV1 } from "@cdktf/provider-kubernetes/lib/cron-job-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import type { ITerraformDependable, TerraformStack } from "cdktf";
import { images } from "../../modules/pins";
import { managerNamespace, type Config } from "../config/resolved";
import { cleanerScript } from "../jobs/cleaner-script";
import { namespacesOf, scopeOf } from "../jobs/scope";
import type { CleanerSettings } from "../jobs/settings";
import { escapeTemplate } from "./literal";
import { systemNodesLabel } from "./managed-nodes";

export interface JobCleanerProps {
  /** By name, those of the jobs. */
  readonly namespaces: ReadonlyMap<string, ITerraformDependable>;
  /** What must be there before it. Undefined when it is in another state. */
  readonly dependsOn?: ITerraformDependable[];
}

const name = "job-cleaner";
const labels = { "app.kubernetes.io/managed-by": "glrunner", "app.kubernetes.io/name": name };
const folder = "/opt/glrunner";

/** Nothing unless it is enabled, and there is a runner. */
export function jobCleaner(stack: TerraformStack, config: Config, props: JobCleanerProps): void {
  const { enabled, schedule, olderThanMinutes } = config.addons.jobCleaner;
  const scope = scopeOf(config);
  if (!enabled || scope.runners.length === 0) return;
  const { namespaces, dependsOn } = props;
  const metadata = { name, namespace: managerNamespace, labels };
  const account = new ServiceAccountV1(stack, "job_cleaner", { metadata, dependsOn });
  const rights = [
    ...namespacesOf(scope).map((namespace) => ({ namespace, verbs: ["list", "delete"] })),
    { namespace: managerNamespace, verbs: ["list"] },
  ].map(({ namespace, verbs }) => {
    const there = namespaces.get(namespace);
    return mayDo(stack, namespace, verbs, there === undefined ? dependsOn : [there, ...(dependsOn ?? [])]);
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
  new CronJobV1(stack, "job_cleaner_schedule", {
    metadata,
    spec: cronJob(schedule, pod(config)),
    dependsOn: [account, script, ...rights],
  });
}

function mayDo(
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

type CronJobSpec = ConstructorParameters<typeof CronJobV1>[2]["spec"];
type PodSpec = CronJobSpec["jobTemplate"]["spec"]["template"]["spec"];

/** One at a time; one that ended is kept for its log, and the next one is a new try. */
function cronJob(schedule: string, spec: PodSpec): CronJobSpec {
  return {
    schedule,
    concurrencyPolicy: "Forbid",
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 1,
    jobTemplate: {
      metadata: { labels },
      // The whole, with the minute or two that Fargate takes to start it.
      spec: { activeDeadlineSeconds: 600, backoffLimit: 0, template: { metadata: { labels }, spec } },
    },
  };
}

function pod({ cluster }: Config): PodSpec {
  // Of Fargate the smallest size, which is 256 MiB more.
  const size = { cpu: "250m", memory: "256Mi" };
  return {
    serviceAccountName: name,
    automountServiceAccountToken: true,
    restartPolicy: "Never",
    ...(cluster.managers === "nodes" && { nodeSelector: systemNodesLabel }),
    // The image's own user `node`.
    securityContext: {
      ...{ runAsNonRoot: true, runAsUser: "1000", runAsGroup: "1000", fsGroup: "1000" },
      seccompProfile: { type: "RuntimeDefault" },
    },
    container: [
      {
        name,
        image: images.node,
        command: [
          ...["node", `${folder}/cleaner.cjs`, `${folder}/settings.json`],
          "/var/run/secrets/kubernetes.io/serviceaccount",
        ],
        resources: { requests: size, limits: size },
        securityContext: {
          ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
          capabilities: { drop: ["ALL"] },
        },
        volumeMount: [{ name: "script", mountPath: folder, readOnly: true }],
      },
    ],
    volume: [{ name: "script", configMap: { name } }],
  };
}
