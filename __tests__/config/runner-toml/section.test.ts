import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { jobSection, runnerSection } from "../../../src/config/runner-toml/section";
import { runnerToml } from "../../../src/constructs/runners/runner-toml";
import { configOf } from "../../support/synth";

function runnerOf(job: object, more: object = {}) {
  const runners = [
    { name: "r", token: "env:TF_VAR_r", job, ...more },
    { name: "other", token: "env:TF_VAR_o" },
  ];
  const config = configOf({ name: "ci", region: "eu-west-1", runners });
  const [runner] = config.runners;
  if (runner === undefined) throw new Error("no runner");
  return { config, runner };
}

const written = (job: object, more: object = {}): unknown => {
  const { config, runner } = runnerOf(job, more);
  const { runners } = parse(runnerToml(config, runner));
  return Array.isArray(runners) ? runners[0] : undefined;
};

const nodes = { compute: "on-demand" };
const mount = { name: "v", mountPath: "/v" };

/** Keys and forms as gitlab-org/gitlab-runner common/config.go reads them (19.4). */
describe("an option of the job as TOML", () => {
  it.each([
    [{ pullPolicy: ["always", "never"] }, { pull_policy: ["always", "never"] }],
    [
      { helper: { image: "x/helper:${CI_RUNNER_VERSION}", flavor: "ubuntu" } },
      { helper_image_flavor: "ubuntu" },
    ],
    [
      {
        allowed: {
          images: ["a/*"],
          services: ["b"],
          pullPolicies: ["if-not-present"],
          users: [0],
          groups: [1],
        },
      },
      {
        ...{ allowed_images: ["a/*"], allowed_services: ["b"], allowed_pull_policies: ["if-not-present"] },
        ...{ allowed_users: [0], allowed_groups: [1] },
      },
    ],
    [
      { overwrites: { podLabels: "^team=", nodeTolerations: "^gpu=", max: { cpu: 4, memory: "8Gi" } } },
      {
        ...{ pod_labels_overwrite_allowed: "^team=", node_tolerations_overwrite_allowed: "^gpu=" },
        ...{ cpu_request_overwrite_max_allowed: "4000m", cpu_limit_overwrite_max_allowed: "4000m" },
        ...{ memory_request_overwrite_max_allowed: "8Gi", memory_limit_overwrite_max_allowed: "8Gi" },
      },
    ],
    [
      { overwrites: { max: { helper: { ephemeralStorage: "5Gi" }, service: { cpu: 0.5 } } } },
      {
        helper_ephemeral_storage_limit_overwrite_max_allowed: "5Gi",
        service_cpu_request_overwrite_max_allowed: "500m",
      },
    ],
    [
      {
        volumes: {
          emptyDir: [{ ...mount, medium: "Memory", sizeLimit: "1Gi" }],
          pvc: [{ ...mount, mountPath: "/p", readOnly: true }],
          secret: [{ name: "s", mountPath: "/s", items: { keyName: "a.crt" } }],
          configMap: [{ name: "c", mountPath: "/c", subPath: "x" }],
          hostPath: [{ name: "h", mountPath: "/h", hostPath: "/h" }],
        },
      },
      {
        volumes: {
          empty_dir: [{ name: "v", mount_path: "/v", medium: "Memory", size_limit: "1Gi" }],
          pvc: [{ name: "v", mount_path: "/p", read_only: true }],
          secret: [{ name: "s", mount_path: "/s", items: { keyName: "a.crt" } }],
          config_map: [{ name: "c", mount_path: "/c", sub_path: "x" }],
          host_path: [{ name: "h", mount_path: "/h", host_path: "/h" }],
        },
      },
    ],
    [
      {
        security: {
          pod: {
            runAsUser: 1000,
            fsGroup: 2000,
            supplementalGroups: [3],
            seccompProfile: { type: "RuntimeDefault" },
          },
          build: { runAsNonRoot: true, capabilities: { drop: ["ALL"] }, allowPrivilegeEscalation: false },
          initPermissions: { readOnlyRootFilesystem: true },
          capabilities: { add: ["NET_ADMIN"], drop: ["ALL"] },
        },
      },
      {
        pod_security_context: {
          ...{ run_as_user: 1000, fs_group: 2000, supplemental_groups: [3] },
          seccomp_profile: { type: "RuntimeDefault" },
        },
        build_container_security_context: {
          ...{ run_as_non_root: true, allow_privilege_escalation: false },
          capabilities: { drop: ["ALL"] },
        },
        init_permissions_container_security_context: { read_only_root_filesystem: true },
        ...{ cap_add: ["NET_ADMIN"], cap_drop: ["ALL"] },
      },
    ],
    [
      {
        ...{ nodeSelector: { team: "a" }, tolerations: { "team=a": "NoSchedule" } },
        ...{ labels: { team: "a" }, annotations: { "example.com/x": "y" } },
        ...{ priorityClass: "high", terminationGraceSeconds: 30, cleanupGraceSeconds: 5 },
      },
      {
        node_selector: { team: "a", "glrunner/pool": "on-demand", "kubernetes.io/arch": "amd64" },
        node_tolerations: { "team=a": "NoSchedule", "glrunner/pool=on-demand": "NoSchedule" },
        pod_labels: { team: "a", "glrunner/runner": "r" },
        pod_annotations: { "example.com/x": "y", "karpenter.sh/do-not-disrupt": "true" },
        priority_class_name: "high",
        ...{ pod_termination_grace_period_seconds: 30, cleanup_grace_period_seconds: 5 },
      },
    ],
    [
      {
        hostAliases: [{ ip: "10.0.0.1", hostnames: ["git.example.com"] }],
        dns: {
          policy: "none",
          nameservers: ["10.0.0.2"],
          searches: ["example.com"],
          options: [{ name: "ndots", value: "1" }],
        },
        services: [
          { name: "docker:27-dind", alias: "docker", command: ["--tls=false"], environment: { A: "b" } },
        ],
      },
      {
        host_aliases: [{ ip: "10.0.0.1", hostnames: ["git.example.com"] }],
        dns_policy: "none",
        dns_config: {
          ...{ nameservers: ["10.0.0.2"], searches: ["example.com"] },
          options: [{ name: "ndots", value: "1" }],
        },
        services: [
          { name: "docker:27-dind", alias: "docker", command: ["--tls=false"], environment: ["A=b"] },
        ],
      },
    ],
  ])("%j", (job, expected) => {
    expect(written(job, nodes)).toMatchObject({ kubernetes: expected });
  });

  it("has scripts outside the executor's section", () => {
    const scripts = { preGetSources: "a", postGetSources: "b", preBuild: "c", postBuild: "d" };
    expect(written({ scripts })).toMatchObject({
      ...{ pre_get_sources_script: "a", post_get_sources_script: "b" },
      ...{ pre_build_script: "c", post_build_script: "d" },
    });
  });

  it("is missing if the option is not set", () => {
    const { config, runner } = runnerOf({});
    expect(jobSection(runner.job)).toEqual({});
    expect(Object.keys(runnerSection(config, runner))).toEqual([
      ...["request_concurrency", "feature_flags", "kubernetes"],
    ]);
  });
});

describe("extraToml together with an option", () => {
  it("adds up lists and tables, with keys in any case", () => {
    const extraToml = `[[runners]]
[runners.kubernetes]
Image = "busybox"
allowed_images = ["a/*", "b/*"]
[[runners.kubernetes.volumes.empty_dir]]
name = "w"
mount_path = "/w"
[runners.kubernetes.POD_LABELS]
other = "b"
`;
    const job = { allowed: { images: ["a/*"] }, volumes: { emptyDir: [mount] }, labels: { team: "a" } };
    const section = written(job, { extraToml });
    expect(section).toMatchObject({
      kubernetes: {
        image: "busybox",
        allowed_images: ["a/*", "b/*"],
        volumes: { empty_dir: [{ name: "v" }, { name: "w" }] },
        pod_labels: { team: "a", other: "b", "glrunner/runner": "r" },
      },
    });
    expect(section).not.toHaveProperty(["kubernetes", "Image"]);
    expect(section).not.toHaveProperty(["kubernetes", "POD_LABELS"]);
  });

  it("replaces the list of pull policies, because their order matters", () => {
    const extraToml = '[[runners]]\n[runners.kubernetes]\npull_policy = ["never", "always"]\n';
    expect(written({}, { extraToml })).toMatchObject({ kubernetes: { pull_policy: ["never", "always"] } });
  });
});
