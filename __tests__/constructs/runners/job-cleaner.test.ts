import { describe, expect, it } from "vitest";
import { cleanerScript } from "../../../src/fleet/jobs/cleaner-script";
import { readSettings } from "../../../src/fleet/jobs/settings";
import { at, blockOf, configOf, stackOf } from "../../support/synth";

const runners = [
  { name: "r", token: "env:TF_VAR_r" },
  { name: "s", token: "env:TF_VAR_s", namespace: "builds", manager: { pollTimeoutSeconds: 777 } },
];
const base = { name: "ci", region: "eu-west-1", runners };
const withCleaner = (jobCleaner: object, more: object = {}) =>
  stackOf(
    configOf({ ...base, addons: { jobCleaner: { enabled: true, ...jobCleaner } }, ...more }),
    "runners",
  );

describe("the job cleaner", () => {
  const stack = withCleaner({ schedule: "7 * * * *", olderThanMinutes: 90 });
  const pod = at(
    blockOf(stack, "kubernetes_cron_job_v1.job_cleaner_schedule"),
    ...["spec", "job_template", "spec", "template", "spec"],
  );

  it("may only list and delete job pods and list manager pods", () => {
    const roles = Object.values(at(stack, "resource", "kubernetes_role_v1") ?? {}).map((role: unknown) => [
      at(role, "metadata", "namespace"),
      at(role, "rule"),
    ]);
    const pods = (...verbs: string[]) => [{ api_groups: [""], resources: ["pods"], verbs }];
    expect(roles.sort()).toEqual([
      ["builds", pods("list", "delete")],
      ["gitlab-jobs-fargate", pods("list", "delete")],
      ["gitlab-runner", pods("list")],
    ]);
    const bindings = Object.values(at(stack, "resource", "kubernetes_role_binding_v1") ?? {});
    expect(bindings).toHaveLength(3);
    for (const binding of bindings) {
      expect(binding).toMatchObject({
        role_ref: { api_group: "rbac.authorization.k8s.io", kind: "Role", name: "job-cleaner" },
        subject: [{ kind: "ServiceAccount", name: "job-cleaner", namespace: "gitlab-runner" }],
      });
    }
    expect(JSON.stringify(stack)).not.toContain("kubernetes_cluster_role");
  });

  it("runs on the managers' nodes, one at a time, for at most ten minutes", () => {
    expect(blockOf(stack, "kubernetes_cron_job_v1.job_cleaner_schedule")).toMatchObject({
      metadata: { name: "job-cleaner", namespace: "gitlab-runner" },
      spec: {
        ...{ schedule: "7 * * * *", concurrency_policy: "Forbid" },
        ...{ successful_jobs_history_limit: 1, failed_jobs_history_limit: 1 },
        job_template: { spec: { active_deadline_seconds: 600, backoff_limit: 0 } },
      },
    });
    expect(at(pod, "node_selector")).toBeUndefined();
    const onNodes = withCleaner({}, { cluster: { managers: "nodes" } });
    expect(JSON.stringify(blockOf(onNodes, "kubernetes_cron_job_v1.job_cleaner_schedule"))).toContain(
      '"node_selector":{"glrunner/role":"system"}',
    );
  });

  it("runs without root, with a read-only file system, in the smallest Fargate size", () => {
    expect(pod).toMatchObject({
      service_account_name: "job-cleaner",
      restart_policy: "Never",
      security_context: { run_as_non_root: true, run_as_user: "1000" },
      container: [
        {
          image: "public.ecr.aws/docker/library/node:22-alpine",
          command: [
            ...["node", "/opt/glrunner/cleaner.cjs", "/opt/glrunner/settings.json"],
            "/var/run/secrets/kubernetes.io/serviceaccount",
          ],
          resources: { limits: { cpu: "250m", memory: "256Mi" }, requests: { cpu: "250m", memory: "256Mi" } },
          security_context: {
            ...{ allow_privilege_escalation: false, read_only_root_filesystem: true },
            capabilities: { drop: ["ALL"] },
          },
        },
      ],
    });
    expect(JSON.stringify(pod)).not.toContain("glrunner/manager");
  });

  it("gets the unchanged script and its settings", () => {
    const data = at(blockOf(stack, "kubernetes_config_map_v1.job_cleaner_script"), "data");
    // After Terraform has unescaped it.
    expect(String(at(data, "cleaner.cjs")).replaceAll("$${", "${")).toBe(cleanerScript);
    expect(readSettings(String(at(data, "settings.json")))).toEqual({
      scope: {
        ...{ cluster: "ci", managerNamespace: "gitlab-runner" },
        runners: [
          { name: "r", namespace: "gitlab-jobs-fargate", pollTimeoutSeconds: 510 },
          { name: "s", namespace: "builds", pollTimeoutSeconds: 777 },
        ],
      },
      olderThanSeconds: 5400,
    });
  });

  it("exists only if it is enabled and there is a runner", () => {
    const off = JSON.stringify(stackOf(configOf(base), "runners"));
    expect(off).not.toContain("job-cleaner");
    const alone = JSON.stringify(withCleaner({}, { runners: [] }));
    expect(alone).not.toContain("job-cleaner");
  });
});
