/** Differences that no configuration can express: each is reported with a next step and without secrets. */
import { describe, expect, it } from "vitest";
import { extraResources, objectsIn } from "../../../src/migrate/import-cluster";
import { managed } from "../../support/tutorial-state";
import { canary, changed, expectRead, read, tutorial, withMore } from "./reading";

const release = (attributes: object) => ({
  ...{ name: "runner1", namespace: "gitlab-runner", chart: "gitlab-runner", version: "0.90.0" },
  ...{ set: [], set_sensitive: [] },
  ...attributes,
});

const byHand = `
gitlabUrl: https://gitlab.example.com/
runnerRegistrationToken: ${canary}
concurrent: 200
envVars: [{ name: SECRET, value: ${canary} }]
resources: { requests: { cpu: 500m, memory: 512Mi } }
runners:
  tags: "eks-fargate, big"
  runUntagged: true
  locked: false
  config: |
    [[runners]]
      request_concurrency = 7
      environment = ["PASSWORD=${canary}", "FF_X=${canary}"]
      pre_build_script = "curl -u ${canary}"
      [runners.kubernetes]
        namespace = "{{.Release.Namespace}}"
        image = "ubuntu:22.04"
        cpu_request = "1"
        memory_limit = "2Gi"
        poll_timeout = 90
      [runners.cache.s3]
        BucketName = "cache"
        AccessKey = "${canary}"
`;

describe("a runner that a user added to the root", () => {
  const state = withMore(
    tutorial(),
    managed("helm_release.runner1", [undefined, release({ values: [byHand] })]),
  );

  it("is read from its values, and needs another address", () => {
    const { input, findings } = expectRead(state);
    expect(input.runners).toEqual([
      {
        ...{ name: "runner1", gitlabUrl: "https://gitlab.example.com", token: "env:TF_VAR_runner1_token" },
        ...{ tokenType: "registration", tags: ["eks-fargate", "big"], runUntagged: true, locked: false },
        ...{ compute: "fargate", concurrent: 200 },
        job: { image: "ubuntu:22.04", cpu: 1, memory: "2Gi" },
        manager: { cpu: 0.5, memory: "512Mi", requestConcurrency: 7, pollTimeoutSeconds: 90 },
      },
    ]);
    expect(findings[0]?.fix).toContain(
      "`terraform state mv 'helm_release.runner1' 'helm_release.release_runner1'`",
    );
  });

  it("is imported without its secrets, whose names are reported", () => {
    const { said, findings } = expectRead(state);
    expect(findings.slice(1).map(({ address }) => address)).toEqual([
      ...Array<string>(3).fill("helm_release.runner1"),
      'module.eks.module.fargate_profile["runners"]',
    ]);
    expect(said[1]).toContain("jobs run in gitlab-runner");
    expect(said[2]).toContain("registration token in plain text");
    expect(said[3]).toMatch(
      /: envVars, pre_build_script, cache\.s3\.AccessKey, environment PASSWORD, environment FF_X$/,
    );
    expect(JSON.stringify(findings)).not.toContain(canary);
  });

  it("may have its values in `set`", () => {
    const set = [
      { name: "concurrent", value: "30" },
      { name: "runners.secret", value: "my-token" },
      { name: "gitlabUrl", value: `https://u:${canary}@gitlab.example.com` },
    ];
    const { input } = expectRead(
      withMore(tutorial(), managed("helm_release.a", [undefined, release({ name: "a", values: [], set })])),
    );
    expect(input.runners).toEqual([
      {
        name: "a",
        token: "kubernetes:my-token",
        compute: "fargate",
        concurrent: 30,
      },
    ]);
  });

  it("is reported for a token in `set_sensitive`", () => {
    const hidden = [{ name: "runnerToken", value: canary }];
    const { said } = expectRead(
      withMore(
        tutorial(),
        managed("helm_release.a", [undefined, release({ name: "a", set_sensitive: hidden })]),
      ),
    );
    expect(said.join()).toContain("authentication token in plain text");
  });

  it("is left out and reported if the rules refuse it; an old chart is not kept", () => {
    const { input, said } = expectRead(
      withMore(
        tutorial(),
        managed("helm_release.a", [undefined, release({ name: "Bad_Name", version: "0.53.0" })]),
      ),
    );
    expect(input.runners).toBeUndefined();
    expect(said.slice(2).map((line) => line.split(";")[0])).toEqual([
      "helm_release.a: its chart is 0.53.0",
      expect.stringContaining("helm_release.a: the runner was left out of the configuration: "),
    ]);
  });
});

describe("a cluster that differs from the tutorial's", () => {
  it("is reported with the added resources, which the plan would destroy", () => {
    const state = withMore(
      tutorial(),
      managed("aws_s3_bucket.cache", [undefined, {}]),
      managed('module.eks.module.eks_managed_node_group["a"].aws_eks_node_group.this', [0, {}]),
      managed("module.eks.aws_security_group.node", [0, {}]),
    );
    const { config, findings } = expectRead(state);
    const roots = new Set([
      "module.vpc",
      "module.eks",
      "module.karpenter",
      "module.eks_blueprints_kubernetes_addons",
    ]);
    const manifests = ["provisioner", "node_template", "example_deployment"];
    const all = new Set([...roots, ...manifests.map((name) => `kubectl_manifest.karpenter_${name}`)]);
    expect(config.layout).toBe("single");
    expect(extraResources(objectsIn(state), all, findings).map(({ address }) => address)).toEqual([
      "aws_s3_bucket.cache",
      'module.eks.module.eks_managed_node_group["a"].aws_eks_node_group.this[0]',
      "module.eks.aws_security_group.node[0]",
    ]);
  });

  it.each([
    ["aws_eks_cluster", { encryption_config: [] }, "does not encrypt secrets"],
    ["aws_eks_addon", { service_account_role_arn: "arn:aws:iam::1:role/a" }, "its own IAM role"],
    ["aws_cloudwatch_log_group", { retention_in_days: 0 }, "no log group with a retention"],
    ["kubernetes_config_map_v1_data", { data: { mapRoles: "{" } }, "mapRoles has an unexpected form"],
    ["kubectl_manifest", { yaml_body: "kind: Provisioner" }, "differs from the published manifest"],
    ["helm_release", { version: "v0.24.0" }, "its chart is v0.24.0; version set tutorial has v0.23.0"],
    ["aws_vpc", { tags: { Name: "other" } }, "its tags Blueprint, GithubRepo, Name differ"],
    ["aws_subnet", { cidr_block: "10.0.200.0/24" }, "the subnets are 10.0.200.0/24, 10.0.200.0/24"],
  ])("is reported for %s with %j: %s", (type, attributes, what) => {
    const { said } = expectRead(changed(tutorial(), type, attributes));
    expect(said.join("\n")).toContain(what);
  });

  it("is reported with the provider's default_tags", () => {
    const all = { Blueprint: "glrunner", Owner: canary };
    const { said } = expectRead(changed(tutorial(), "aws_vpc", { tags_all: all }));
    expect(said[0]).toContain("module.vpc.aws_vpc.this[0]: its tags Owner come from default_tags");
    expect(said.join()).not.toContain(canary);
  });

  it("keeps its own profiles under their keys", () => {
    const fargateProfiles = {
      kube_system: { name: "kube-system", selectors: [{ namespace: "kube-system" }] },
      karpenter: { selectors: [{ namespace: "karpenter" }] },
      gitlab_runner: {
        name: "gitlab-runner",
        selectors: [{ namespace: "gitlab-runner", labels: { a: "b" } }],
      },
    };
    const { input, said } = expectRead(tutorial({ cluster: { fargateProfiles } }));
    expect(input.cluster).toEqual({ fargateProfiles });
    expect(said).toEqual([]);
  });

  it("gets the published profiles if its own ones would leave the system pods without a profile", () => {
    const state = tutorial();
    const resources = state.resources.filter(({ module = "" }) => !module.includes("kube_system"));
    const { input, findings } = expectRead({ ...state, resources });
    expect(input.cluster?.fargateProfiles).toBeUndefined();
    expect(findings.map(({ address }) => address)).toEqual([
      'module.eks.module.fargate_profile["kube_system"]',
    ]);
  });

  it("gets the default profiles if the rules refuse its own ones", () => {
    const fargateProfiles = { all: { selectors: [{ namespace: "*" }] } };
    const state = tutorial({ cluster: { fargateProfiles } });
    const selector = [{ namespace: "default", labels: null }];
    const { input, said } = expectRead(changed(state, "aws_eks_fargate_profile", { selector }));
    expect(input.cluster).toBeUndefined();
    expect(said.join()).toContain("no Fargate profile matches kube-system");
  });

  it("keeps the Kubernetes version of the state, even if EKS has upgraded it", () => {
    const { input, warnings } = expectRead(changed(tutorial(), "aws_eks_cluster", { version: "1.32" }));
    expect(input.versions).toEqual({ set: "tutorial", kubernetes: "1.32" });
    expect(warnings.map(({ code }) => code)).toContain("karpenter-adopt-only");
  });

  it("is reported if it has neither one NAT gateway nor one per zone", () => {
    const state = tutorial({ network: { nat: "per-zone" } });
    const resources = state.resources.map((each) =>
      each.type === "aws_nat_gateway" ? { ...each, instances: each.instances.slice(1) } : each,
    );
    expect(expectRead({ ...state, resources }).said.join()).toContain("2 NAT gateways for 3 zones");
  });
});

describe("another state", () => {
  it.each([
    ["module.eks.aws_eks_cluster.this[0]", "aws_eks_cluster"],
    ["module.vpc.aws_vpc.this[0]", "aws_vpc"],
  ])("without %s is refused", (address, type) => {
    const state = tutorial();
    const resources = state.resources.filter((each) => each.type !== type);
    const found = read({ ...state, resources });
    expect(found.ok ? "" : found.problems === undefined && found.message).toContain(address);
  });

  it("of version set current is refused", () => {
    const found = read(withMore(tutorial(), managed("terraform_data.region", [undefined, {}])));
    expect(found).toMatchObject({ ok: false, message: expect.stringContaining("set current") as string });
  });

  it("with a name that no configuration may have is refused with the rule", () => {
    const found = read(changed(tutorial(), "aws_eks_cluster", { name: "GLRunner" }));
    expect(found).toMatchObject({ ok: false, problems: [{ code: "wrong-form", path: "name" }] });
  });
});
