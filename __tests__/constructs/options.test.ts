/** Every option of the cluster and the runners reaches its target, each with a value that is not its default. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { at, blockOf, configOf, stackOf, synthStacks } from "../support/synth";

const base = { name: "ci", region: "eu-west-1", runners: [{ name: "r", token: "env:TF_VAR_r" }] };

describe("options of the cluster", () => {
  const config = configOf({
    ...base,
    cluster: {
      endpoint: { public: true, private: true, allowedCidrs: ["203.0.113.0/24"] },
      logs: ["scheduler"],
      logRetentionDays: 7,
      managers: "nodes",
      nodes: { instanceTypes: ["m7g.xlarge"], count: 3, diskGiB: 77 },
    },
  });
  const eks = blockOf(stackOf(config, "eks"), "module.eks");

  it("reach the module", () => {
    expect(eks).toMatchObject({
      cluster_endpoint_public_access_cidrs: ["203.0.113.0/24"],
      cluster_enabled_log_types: ["scheduler"],
      cloudwatch_log_group_retention_in_days: 7,
    });
    expect(at(eks, "eks_managed_node_groups", "system")).toMatchObject({
      ami_type: "AL2023_ARM_64_STANDARD",
      instance_types: ["m7g.xlarge"],
      desired_size: 3,
      block_device_mappings: { root: { ebs: { volume_size: 77 } } },
    });
  });

  it("can make the endpoint private only", () => {
    const cluster = { endpoint: { public: false, private: true } };
    expect(blockOf(stackOf(configOf({ ...base, cluster }), "eks"), "module.eks")).toMatchObject({
      cluster_endpoint_public_access: false,
      cluster_endpoint_private_access: true,
    });
  });

  it("can make the endpoint public only", () => {
    const cluster = { endpoint: { public: true, private: false } };
    expect(blockOf(stackOf(configOf({ ...base, cluster }), "eks"), "module.eks")).toMatchObject({
      cluster_endpoint_public_access: true,
      cluster_endpoint_private_access: false,
    });
  });

  it("make the data plane include node groups", () => {
    expect(String(stackOf(config, "eks").output.data_plane_arns?.value)).toContain("eks_managed_node_groups");
  });
});

describe("placement", () => {
  it.each([
    ["fargate", "fargate", false, true],
    ["nodes", "fargate", true, false],
    ["fargate", "nodes", true, true],
    ["nodes", "nodes", true, false],
  ])("system pods on %s, managers on %s", (systemPods, managers, group, coreDnsOnFargate) => {
    const config = configOf({
      ...base,
      cluster: { systemPods, managers, nodes: { instanceTypes: ["m6a.2xlarge"] } },
    });
    const eks = blockOf(stackOf(config, "eks"), "module.eks");
    expect("eks_managed_node_groups" in eks).toBe(group);
    // Set for both placements: the provider would keep unset values, and the pods would move with the old settings.
    const fargate = { limits: { cpu: "0.25", memory: "256M" }, requests: { cpu: "0.25", memory: "256M" } };
    const nodes = { limits: { memory: "170Mi" }, requests: { cpu: "100m", memory: "70Mi" } };
    expect(JSON.parse(String(at(eks.cluster_addons, "coredns", "configuration_values")))).toEqual(
      coreDnsOnFargate ? { computeType: "Fargate", resources: fargate } : { resources: nodes },
    );
    const values: unknown = parse(
      String(at(blockOf(stackOf(config, "runners"), "helm_release.release_r"), "values", 0)),
    );
    expect(at(values, "nodeSelector")).toEqual(
      managers === "nodes" ? { "glrunner/role": "system" } : undefined,
    );
  });
});

describe("aws-auth of set tutorial", () => {
  it("holds the user's own roles, users and accounts next to Karpenter's", () => {
    const arn = (name: string) => `arn:aws:iam::123456789012:${name}`;
    const config = configOf({
      ...base,
      runners: [],
      versions: { set: "tutorial" },
      cluster: {
        access: {
          roles: [{ arn: arn("role/admin"), username: "admin", groups: ["system:masters"] }],
          users: [{ arn: arn("user/me"), username: "me", groups: ["viewers"] }],
          accounts: ["123456789012"],
        },
      },
    });
    const eks = blockOf(stackOf(config, "eks"), "module.eks");
    expect(at(eks, "aws_auth_roles", 1)).toEqual({
      rolearn: arn("role/admin"),
      username: "admin",
      groups: ["system:masters"],
    });
    expect(eks.aws_auth_users).toEqual([{ userarn: arn("user/me"), username: "me", groups: ["viewers"] }]);
    expect(eks.aws_auth_accounts).toEqual(["123456789012"]);
  });
});

describe("options of node pools", () => {
  it("reach the manifests, and the node class lists every subnet", () => {
    const config = configOf({
      ...base,
      network: { zones: 2 },
      addons: {
        karpenter: {
          nodePools: { big: { capacity: "on-demand", instanceCategories: ["r"], expireAfterHours: 5 } },
        },
      },
    });
    const addons = stackOf(config, "addons");
    const manifest = (id: string): unknown =>
      parse(String(blockOf(addons, `kubectl_manifest.${id}`).yaml_body));
    expect(at(manifest("node_class"), "spec", "subnetSelectorTerms")).toHaveLength(2);
    expect(at(manifest("node_pool_big"), "spec", "template", "spec", "expireAfter")).toBe("5h");
    expect(JSON.stringify(manifest("node_pool_big"))).toContain('"values":["r"]');
  });
});

describe("options of a runner", () => {
  const config = configOf({
    ...base,
    runners: [
      {
        name: "r",
        token: "env:TF_VAR_r",
        tokenType: "registration",
        tokenRevision: 4,
        tags: ["a", "b"],
        runUntagged: true,
        locked: false,
        protected: true,
        maximumTimeoutSeconds: 900,
        gitlabUrl: "https://gitlab.example.com",
        namespace: "team",
        job: {
          image: "alpine:1",
          pullPolicy: "always",
          ephemeralStorage: "30Gi",
          service: { cpu: 0.5, memory: "300Mi" },
        },
        manager: {
          requestConcurrency: 33,
          checkIntervalSeconds: 2,
          pollTimeoutSeconds: 777,
          shutdownTimeoutSeconds: 120,
        },
        cache: { bucket: "my-cache", region: "eu-west-3", prefix: "p", shared: false },
      },
      {
        name: "twin",
        token: "env:TF_VAR_twin",
        gitlabUrl: "https://gitlab.example.com",
        compute: "on-demand",
        nodePool: "big",
        ...{ tags: ["c"], runUntagged: true, locked: false, protected: true, maximumTimeoutSeconds: 900 },
      },
    ],
    addons: { karpenter: { nodePools: { big: { capacity: "on-demand" } } } },
  });
  const runners = synthStacks(config).runners;
  if (!runners) throw new Error("no runners stack");
  const release = (name: string) => blockOf(runners, `helm_release.release_${name}`);
  const text = String(at(release("r"), "values", 0));

  it("reach the chart's values", () => {
    expect(parse(text)).toMatchObject({
      gitlabUrl: "https://gitlab.example.com",
      checkInterval: 2,
      shutdown_timeout: 120,
      terminationGracePeriodSeconds: 180,
      podAnnotations: { "glrunner/token-revision": "4" },
      runners: { tags: "a,b", runUntagged: true, locked: false, protected: true, maximumTimeout: "900" },
    });
  });

  it("are left out with a glrt- token if GitLab stores them", () => {
    const values: unknown = at(parse(String(at(release("twin"), "values", 0))), "runners");
    expect(values).toMatchObject({ name: "ci-twin", jobNamespace: "gitlab-jobs-on-demand" });
    for (const key of ["tags", "runUntagged", "locked", "protected", "maximumTimeout"]) {
      expect(values).not.toHaveProperty(key);
    }
  });

  it("reach its TOML", () => {
    for (const line of [
      'namespace = "team"',
      'image = "alpine:1"',
      'pull_policy = "always"',
      "request_concurrency = 33",
      "poll_timeout = 777",
      'ephemeral_storage_request = "30Gi"',
      'ephemeral_storage_limit = "30Gi"',
      'service_cpu_request = "500m"',
      'service_memory_limit = "300Mi"',
      'BucketLocation = "eu-west-3"',
      'Path = "p"',
      "Shared = false",
    ]) {
      expect(text).toContain(line);
    }
  });

  it("select the pool by name", () => {
    expect(String(at(release("twin"), "values", 0))).toContain('"glrunner/pool" = "big"');
    expect(String(at(release("twin"), "lifecycle", "precondition", 0, "condition"))).toContain('"big"');
  });

  it("let only the runner's service account assume the cache role", () => {
    const trust: unknown = JSON.parse(
      String(blockOf(runners, "aws_iam_role.runner_cache").assume_role_policy),
    );
    const issuer = "${data.terraform_remote_state.eks.outputs.oidc_provider}";
    expect(at(trust, "Statement", 0, "Condition", "StringEquals")).toEqual({
      [`${issuer}:aud`]: "sts.amazonaws.com",
      [`${issuer}:sub`]: ["system:serviceaccount:gitlab-runner:r"],
    });
  });

  it("select the published provisioner's nodes in set tutorial", () => {
    const valuesOf = (compute: "on-demand" | "spot-first") => {
      const runners = [
        { name: "r", token: "env:TF_VAR_r", compute },
        { name: "twin", token: "env:TF_VAR_twin" },
      ];
      const stack = stackOf(configOf({ ...base, versions: { set: "tutorial" }, runners }), "runners");
      return String(at(blockOf(stack, "helm_release.release_r"), "values", 0));
    };
    const values = valuesOf("on-demand");
    expect(values).toContain('"karpenter.sh/capacity-type" = "on-demand"');
    expect(values).toContain('"karpenter.sh/do-not-evict" = "true"');
    expect(values).toContain('"kubernetes.io/arch" = "amd64"');
    // That provisioner has both capacity types, as `spot-first` needs.
    expect(valuesOf("spot-first")).not.toContain("capacity-type");
  });
});
