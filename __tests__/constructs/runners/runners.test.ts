import { parse as parseToml } from "smol-toml";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { isMapping } from "../../../src/config/paths";
import { ownedChartValue } from "../../../src/config/schema/chart-values/owned";
import { at, blockOf, configOf, stackOf, type StackJson } from "../../support/synth";

const pathsIn = (value: unknown): string[] =>
  isMapping(value)
    ? Object.entries(value).flatMap(([key, inner]) =>
        isMapping(inner) ? pathsIn(inner).map((path) => `${key}.${path}`) : [key],
      )
    : [];
const base = { name: "ci", region: "eu-west-1" };
const twin = { name: "twin", token: "env:TF_VAR_twin" };
const runners = (...list: object[]) => stackOf(configOf({ ...base, runners: list }), "runners");
const values = (stack: StackJson, name = "r"): unknown =>
  parse(String(at(blockOf(stack, `helm_release.release_${name}`), "values", 0)));
/** The TOML as the runner gets it, after Helm's and Terraform's templates. */
const toml = (stack: StackJson, name = "r"): unknown =>
  at(
    parseToml(
      String(at(values(stack, name), "runners", "config"))
        .replaceAll('{{ "{{" }}', "{{")
        .replaceAll("$${", "${"),
    ),
    "runners",
    0,
  );

describe("a runner's release", () => {
  const stack = runners({ name: "r", token: "env:TF_VAR_r", concurrent: 200 });

  it("is one release of the pinned chart, after its namespaces and its Secret", () => {
    expect(blockOf(stack, "helm_release.release_r")).toMatchObject({
      name: "r",
      namespace: "gitlab-runner",
      repository: "https://charts.gitlab.io",
      chart: "gitlab-runner",
      version: "0.92.2",
      depends_on: ["kubernetes_secret_v1.token_r", "kubernetes_namespace_v1.namespace_gitlab-jobs-fargate"],
    });
  });

  it("has a manager sized for its concurrency, with time to finish its jobs", () => {
    const manager = at(values(stack), "resources", "requests");
    expect(at(values(stack), "resources", "limits")).toEqual(manager);
    expect(parseInt(String(at(manager, "cpu")))).toBeGreaterThanOrEqual(1000);
    expect(values(stack)).toMatchObject({ concurrent: 200, checkInterval: 1, shutdown_timeout: 3600 });
    expect(at(values(stack), "terminationGracePeriodSeconds")).toBe(3660);
    expect(at(toml(stack), "request_concurrency")).toBeGreaterThanOrEqual(10);
    expect(at(toml(stack), "kubernetes", "poll_timeout")).toBeGreaterThanOrEqual(600);
  });

  it("has only the permissions that its executor uses, in the jobs' namespace", () => {
    expect(at(values(stack), "rbac", "create")).toBe(true);
    expect(at(values(stack), "runners", "jobNamespace")).toBe("gitlab-jobs-fargate");
    const rules = JSON.stringify(at(values(stack), "rbac", "rules"));
    expect(rules).toContain("pods/attach");
    expect(rules).not.toContain("*");
  });

  it("opens the metrics port only if configured", () => {
    const metrics = (wanted: string) => {
      const list = [{ name: "r", token: "env:TF_VAR_r" }];
      return at(
        values(stackOf(configOf({ ...base, addons: { metrics: wanted }, runners: list }), "runners")),
        "metrics",
      );
    };
    expect(values(stack)).not.toHaveProperty("metrics");
    expect(metrics("off")).toBeUndefined();
    expect(metrics("annotations")).toEqual({ enabled: true });
    expect(metrics("pod-monitor")).toEqual({ enabled: true, podMonitor: { enabled: true } });
  });

  it("writes all job settings into runners.config, and no key that the chart has removed", () => {
    expect(Object.keys(at(values(stack), "runners") ?? {}).sort()).toEqual([
      "config",
      "jobNamespace",
      "name",
      "secret",
    ]);
    expect(toml(stack)).toMatchObject({
      feature_flags: { FF_USE_POD_ACTIVE_DEADLINE_SECONDS: true, FF_WAIT_FOR_POD_TO_BE_REACHABLE: true },
      kubernetes: {
        namespace: "gitlab-jobs-fargate",
        pull_policy: "if-not-present",
        cpu_request: "750m",
        cpu_limit: "750m",
        memory_request: "1536Mi",
        memory_limit: "1536Mi",
        pod_labels: { "glrunner/runner": "r" },
        retry_limits: { "tls: internal error": 33 },
      },
    });
  });

  it("waits for a new kubelet, with the needed permission, unless the user disables it", () => {
    const rules = at(values(stack), "rbac", "rules");
    expect(rules).toContainEqual({ apiGroups: [""], resources: ["pods/log"], verbs: ["get", "list"] });
    const extraToml = `[[runners]]
[runners.feature_flags]
FF_WAIT_FOR_POD_TO_BE_REACHABLE = false
[runners.kubernetes.retry_limits]
"tls: internal error" = 3
"exceeded quota" = 20
`;
    const changed = toml(runners({ name: "r", token: "env:TF_VAR_r", extraToml }));
    expect(changed).toMatchObject({
      feature_flags: { FF_USE_POD_ACTIVE_DEADLINE_SECONDS: true, FF_WAIT_FOR_POD_TO_BE_REACHABLE: false },
      kubernetes: {
        retry_limits: { "tls: internal error": 3, "exceeded quota": 20, "failed calling webhook": 8 },
      },
    });
  });
});

describe("chartValues", () => {
  it("reach the chart unchanged, next to glrunner's own values", () => {
    const chartValues = {
      ...{ logLevel: "debug", podLabels: { team: "a" }, metrics: { port: 9253 } },
      extraEnv: { A: "${b}" },
    };
    const config = { ...base, addons: { metrics: "annotations" } };
    const stack = stackOf(
      configOf({ ...config, runners: [{ name: "r", token: "env:TF_VAR_r", chartValues }] }),
      "runners",
    );
    expect(values(stack)).toMatchObject({
      ...{ logLevel: "debug", logFormat: "json", metrics: { enabled: true, port: 9253 } },
      podLabels: { team: "a", "glrunner/manager": "r" },
      extraEnv: { A: "$${b}" },
    });
  });

  it("keep their extraObjects next to the class of pause pods", () => {
    const own = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "mine" } };
    const warm = { compute: "on-demand", warm: { jobs: 1 }, chartValues: { extraObjects: [own] } };
    const stack = runners({ name: "r", token: "env:TF_VAR_r", ...warm });
    expect(at(values(stack), "extraObjects")).toMatchObject([own, { kind: "PriorityClass" }]);
  });

  it("cannot hold a value that glrunner sets: `src/config/schema/chart-values/owned.ts` lists it", () => {
    const config = {
      ...{ ...base, addons: { metrics: "pod-monitor" }, gitlabCa: { secret: "ca" } },
      ...{ cluster: { managers: "nodes" }, images: { pullSecrets: ["pull"] } },
      proxy: { https: "http://proxy.example.com:3128" },
    };
    const runner = { name: "r", token: "env:TF_VAR_r", compute: "on-demand", warm: { jobs: 1 } };
    const set = values(stackOf(configOf({ ...config, runners: [runner] }), "runners"));
    const shared = ["extraObjects", "podLabels", "podAnnotations"];
    const free = pathsIn(set).filter((path) => ownedChartValue(path) === undefined);
    expect(free.filter((path) => !shared.includes(path.split(".")[0] ?? ""))).toEqual([]);
  });
});

describe("the compute class", () => {
  it("spot: selects its pool by label and taint, is never evicted, and fails the plan without the pool", () => {
    const stack = runners(twin, { name: "r", token: "env:TF_VAR_r", compute: "spot" });
    expect(at(toml(stack), "kubernetes")).toMatchObject({
      namespace: "gitlab-jobs-spot",
      node_selector: { "glrunner/pool": "spot", "kubernetes.io/arch": "amd64" },
      node_tolerations: { "glrunner/pool=spot": "NoSchedule" },
      pod_annotations: { "karpenter.sh/do-not-disrupt": "true" },
    });
    expect(at(toml(stack), "kubernetes")).not.toHaveProperty("cpu_limit");
    expect(at(blockOf(stack, "helm_release.release_r"), "lifecycle", "precondition", 0, "condition")).toBe(
      '${contains(data.terraform_remote_state.addons.outputs.node_pools, "spot")}',
    );
  });

  it("fargate: chosen by namespace alone", () => {
    const kubernetes = at(toml(runners({ name: "r", token: "env:TF_VAR_r" })), "kubernetes");
    expect(kubernetes).not.toHaveProperty("node_selector");
    expect(kubernetes).not.toHaveProperty("node_tolerations");
  });

  it("puts managers on the managed nodes if configured", () => {
    const config = configOf({
      ...base,
      cluster: { managers: "nodes" },
      runners: [{ name: "r", token: "env:TF_VAR_r" }],
    });
    expect(at(values(stackOf(config, "runners")), "nodeSelector")).toEqual({ "glrunner/role": "system" });
  });
});

describe("warm capacity", () => {
  const schedule = [
    { days: ["mon", "fri"], from: "08:30", to: "18:00", timezone: "Europe/Berlin", jobs: 20 },
  ];
  const stack = runners(twin, {
    ...{ name: "r", token: "env:TF_VAR_r", compute: "spot-first" },
    warm: { jobs: 7, schedule },
  });

  it("is a policy for each window, with pause pods for whole jobs, in the runner's own pool", () => {
    expect(at(toml(stack), "kubernetes", "autoscaler")).toEqual({
      pause_pod_image: "public.ecr.aws/eks-distro/kubernetes/pause:3.7",
      pause_pod_priority_class_name: "glrunner-warm-r",
      policy: [
        { periods: ["* * * * *"], timezone: "UTC", idle_count: 10 },
        { periods: ["30-59 8 * * 1,5", "* 9-17 * * 1,5"], timezone: "Europe/Berlin", idle_count: 29 },
      ],
    });
    expect(at(toml(stack), "kubernetes", "node_selector", "glrunner/pool")).toBe("spot-first");
    expect(at(toml(stack, "twin"), "kubernetes")).not.toHaveProperty("autoscaler");
  });

  it("has pods that any job preempts, with a class that the release creates", () => {
    expect(at(values(stack), "extraObjects")).toMatchObject([
      {
        ...{ apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", value: -10 },
        ...{ metadata: { name: "glrunner-warm-r" }, preemptionPolicy: "Never" },
      },
    ]);
    expect(values(stack, "twin")).not.toHaveProperty("extraObjects");
  });

  it("gives only its own manager the permission for Deployments in the jobs' namespace", () => {
    const rights = (name: string) => JSON.stringify(at(values(stack, name), "rbac", "rules"));
    expect(rights("r")).toContain("deployments");
    expect(rights("r")).not.toContain("priorityclasses");
    expect(rights("twin")).not.toContain("deployments");
  });
});

describe("the user's text", () => {
  it("is not read as a template of Terraform or Helm", () => {
    const stack = runners({
      name: "r",
      token: "env:TF_VAR_r",
      environment: { URL: "https://x/${CI_JOB_ID}?q={{ .Values.gitlabUrl }}" },
    });
    const raw = String(at(blockOf(stack, "helm_release.release_r"), "values", 0));
    expect(raw).toContain("$${CI_JOB_ID}");
    expect(raw).not.toMatch(/[^$]\$\{/);
    expect(raw).toContain('{{ "{{" }} .Values.gitlabUrl');
    expect(at(toml(stack), "environment")).toEqual(["URL=https://x/${CI_JOB_ID}?q={{ .Values.gitlabUrl }}"]);
  });

  it("is literal in extra TOML too, with any TOML escape", () => {
    const extraToml = '[[runners]]\n  a = "\\u0024{path.module}"\n  b = "$\\u007bx}"\n';
    const stack = runners({ name: "r", token: "env:TF_VAR_r", extraToml });
    expect(toml(stack)).toMatchObject({ a: "${path.module}", b: "${x}" });
    expect(String(at(blockOf(stack, "helm_release.release_r"), "values", 0))).not.toMatch(/[^$]\$\{/);
  });

  it("in extra TOML is merged deeply over the computed settings", () => {
    const extraToml = "[[runners]]\n  output_limit = 8192\n  [runners.kubernetes]\n    poll_interval = 5\n";
    const merged = toml(runners({ name: "r", token: "env:TF_VAR_r", extraToml }));
    expect(merged).toMatchObject({
      output_limit: 8192,
      kubernetes: { poll_interval: 5, cpu_request: "750m" },
    });
  });
});

describe("a runner's cache", () => {
  it("is used with a role that only its manager may assume, for its bucket only", () => {
    const stack = runners(twin, { name: "r", token: "env:TF_VAR_r", cache: { bucket: "my-cache" } });
    expect(at(toml(stack), "cache")).toMatchObject({
      Type: "s3",
      Shared: true,
      s3: { BucketName: "my-cache", BucketLocation: "eu-west-1", AuthenticationType: "iam" },
    });
    const trust = String(blockOf(stack, "aws_iam_role.runner_cache").assume_role_policy);
    expect(trust).toContain('"system:serviceaccount:gitlab-runner:r"');
    expect(trust).not.toContain(":twin");
    expect(String(blockOf(stack, "aws_iam_role_policy.runner_cache_objects").policy)).toContain(
      ":s3:::my-cache/*",
    );
    expect(at(values(stack), "serviceAccount", "annotations")).toEqual({
      "eks.amazonaws.com/role-arn": "${aws_iam_role.runner_cache.arn}",
    });
    expect(at(values(stack, "twin"), "serviceAccount")).not.toHaveProperty("annotations");
  });

  it("can be a bucket that glrunner creates: encrypted, private, with objects that expire", () => {
    const cache = { bucket: "ci.cache", create: true, expireDays: 7, deleteObjects: false };
    const stack = runners(
      { ...twin, cache },
      { name: "r", token: "env:TF_VAR_r", cache },
      { name: "s", token: "env:TF_VAR_s" },
    );
    expect(blockOf(stack, "aws_s3_bucket.cache_ci_cache")).toMatchObject({
      bucket: "ci.cache",
      force_destroy: false,
      tags: { "glrunner/cluster": "ci" },
    });
    const bucket = "${aws_s3_bucket.cache_ci_cache.id}";
    expect(
      blockOf(stack, "aws_s3_bucket_server_side_encryption_configuration.cache_ci_cache_encryption"),
    ).toEqual({ bucket, rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }] });
    expect(blockOf(stack, "aws_s3_bucket_public_access_block.cache_ci_cache_private")).toEqual({
      ...{ bucket, block_public_acls: true, block_public_policy: true },
      ...{ ignore_public_acls: true, restrict_public_buckets: true },
    });
    expect(
      at(blockOf(stack, "aws_s3_bucket_lifecycle_configuration.cache_ci_cache_lifecycle"), "rule", 0),
    ).toMatchObject({ status: "Enabled", expiration: [{ days: 7 }] });
    const waits = (release: string) => at(blockOf(stack, `helm_release.release_${release}`), "depends_on");
    expect(waits("r")).toContain("aws_s3_bucket.cache_ci_cache");
    expect(waits("s")).not.toContain("aws_s3_bucket.cache_ci_cache");
  });

  it("is created only on request", () => {
    const stack = runners(twin, { name: "r", token: "env:TF_VAR_r", cache: { bucket: "my-cache" } });
    expect(stack.resource).not.toHaveProperty("aws_s3_bucket");
  });

  it("has no role if no runner has a cache", () => {
    expect(runners(twin).resource).not.toHaveProperty("aws_iam_role");
  });
});
