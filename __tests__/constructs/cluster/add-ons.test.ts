import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { at, blockOf, configOf, stackOf } from "../../support/synth";

const base = { name: "ci", region: "eu-west-1", runners: [{ name: "r", token: "env:TF_VAR_r" }] };
const addons = (input: unknown = {}) => stackOf(configOf({ ...base, addons: input }), "addons");
const manifest = (stack: ReturnType<typeof addons>, id: string): unknown =>
  parse(String(blockOf(stack, `kubectl_manifest.${id}`).yaml_body));

describe("Karpenter", () => {
  const stack = addons();
  const module = blockOf(stack, "module.eks_blueprints_kubernetes_addons");

  it("gets complete chart values, no token, and the module's own queue", () => {
    expect(at(module, "karpenter_helm_config")).toEqual({
      version: "${helm_release.karpenter_crd.version}",
      values: [expect.any(String)],
    });
    expect(parse(String(at(module, "karpenter_helm_config", "values", 0)))).toEqual({
      settings: {
        clusterName: "ci",
        clusterEndpoint: "${data.terraform_remote_state.eks.outputs.cluster_endpoint}",
        interruptionQueue: "karpenter-ci",
      },
      controller: {
        resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } },
      },
    });
    expect(module.karpenter_enable_spot_termination_handling).toBe(true);
    expect(stack.data).not.toHaveProperty("aws_ecrpublic_authorization_token");
  });

  it("gets its definitions from their own release before the controller, and they stay when it is removed", () => {
    const release = blockOf(stack, "helm_release.karpenter_crd");
    expect(release).toMatchObject({
      ...{ name: "karpenter-crd", namespace: "kube-system", version: "1.15.0" },
      ...{ repository: "oci://public.ecr.aws/karpenter", chart: "karpenter-crd" },
    });
    expect(parse(String(at(release, "values", 0)))).toEqual({
      additionalAnnotations: { "helm.sh/resource-policy": "keep" },
    });
    expect(release.depends_on).toEqual(module.depends_on);
    const without = [
      addons({ karpenter: { enabled: false } }),
      stackOf(configOf({ ...base, versions: { set: "tutorial" } }), "addons"),
    ];
    for (const other of without) expect(JSON.stringify(other)).not.toContain("karpenter-crd");
  });

  it("calls no service without a VPC endpoint in a network without NAT", () => {
    const settings = (network: object) => {
      const isolated = stackOf(configOf({ ...base, network }), "addons");
      const config = at(
        blockOf(isolated, "module.eks_blueprints_kubernetes_addons"),
        "karpenter_helm_config",
      );
      return at(parse(String(at(config, "values", 0))), "settings");
    };
    expect(settings({ nat: "none", endpoints: "auto" })).toMatchObject({ isolatedVPC: true });
    expect(settings({ nat: "single", endpoints: "auto" })).not.toHaveProperty("isolatedVPC");
    expect(settings({ nat: "none" })).not.toHaveProperty("isolatedVPC");
  });

  it("may terminate instances with the node pool tag and the cluster's tag", () => {
    expect(module.karpenter_irsa_policies).toEqual(["${aws_iam_policy.karpenter_v1.arn}"]);
    const policy: unknown = JSON.parse(String(blockOf(stack, "aws_iam_policy.karpenter_v1").policy));
    expect(at(policy, "Statement", 0)).toEqual({
      Sid: "TerminateOwned",
      Effect: "Allow",
      Action: "ec2:TerminateInstances",
      Resource:
        "arn:${data.aws_partition.current.partition}:ec2:eu-west-1:${data.aws_caller_identity.current.account_id}:instance/*",
      Condition: {
        StringEquals: { "aws:ResourceTag/kubernetes.io/cluster/ci": "owned" },
        StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
      },
    });
    const actions = JSON.stringify(policy);
    for (const action of [
      "iam:ListInstanceProfiles",
      "iam:GetInstanceProfile",
      "ec2:DescribeInstanceStatus",
    ]) {
      expect(actions).toContain(action);
    }
    expect(actions).not.toMatch(/"(ec2|iam):\*"/);
  });

  it("launches nodes with the given instance profile, in the private subnets, with the cluster's security group", () => {
    expect(manifest(stack, "node_class")).toMatchObject({
      apiVersion: "karpenter.k8s.aws/v1",
      kind: "EC2NodeClass",
      spec: {
        amiSelectorTerms: [{ alias: "al2023@v20260903" }],
        instanceProfile: "${data.terraform_remote_state.eks.outputs.karpenter_instance_profile_name}",
        subnetSelectorTerms: [0, 1, 2].map((index) => ({
          id: `\${element(data.terraform_remote_state.vpc.outputs.private_subnet_ids, ${index})}`,
        })),
        securityGroupSelectorTerms: [
          { id: "${data.terraform_remote_state.eks.outputs.cluster_primary_security_group_id}" },
        ],
        tags: { "glrunner/cluster": "ci" },
      },
    });
  });

  it("creates nothing if it is disabled", () => {
    const off = addons({ karpenter: { enabled: false } });
    expect(blockOf(off, "module.eks_blueprints_kubernetes_addons")).not.toHaveProperty("enable_karpenter");
    expect(off.resource).not.toHaveProperty("kubectl_manifest");
    expect(off.resource.aws_iam_policy).not.toHaveProperty("karpenter_v1");
    expect(off.output.node_pools?.value).toEqual([]);
  });
});

describe("node pools", () => {
  it("consolidate only empty nodes, repel other pods, and are deleted before the node class and the controller", () => {
    const stack = addons();
    expect(manifest(stack, "node_pool_spot")).toMatchObject({
      apiVersion: "karpenter.sh/v1",
      kind: "NodePool",
      metadata: { name: "spot" },
      spec: {
        template: {
          metadata: { labels: { "glrunner/pool": "spot" } },
          spec: {
            nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "glrunner" },
            taints: [{ key: "glrunner/pool", value: "spot", effect: "NoSchedule" }],
            expireAfter: "168h",
          },
        },
        disruption: { consolidationPolicy: "WhenEmpty" },
        limits: { cpu: "1000" },
      },
    });
    expect(blockOf(stack, "kubectl_manifest.node_pool_spot")).toMatchObject({
      wait: true,
      depends_on: ["kubectl_manifest.node_class"],
    });
    expect(blockOf(stack, "kubectl_manifest.node_class")).toMatchObject({
      wait: true,
      depends_on: ["module.eks_blueprints_kubernetes_addons"],
    });
  });

  it.each([
    ["spot", ["spot"]],
    ["spot-first", ["spot", "on-demand"]],
    ["on-demand", ["on-demand"]],
  ])("%s launch only instances of %j", (name, values) => {
    const requirements = at(
      manifest(addons(), `node_pool_${name}`),
      ...["spec", "template", "spec", "requirements"],
    );
    expect(requirements).toContainEqual({ key: "karpenter.sh/capacity-type", operator: "In", values });
  });

  it("have a pinned image and a plain disk by default", () => {
    const spec = (nodes: object) => at(manifest(addons({ karpenter: { nodes } }), "node_class"), "spec");
    expect(spec({})).toMatchObject({
      amiSelectorTerms: [{ alias: "al2023@v20260903" }],
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", ebs: { volumeSize: "100Gi", volumeType: "gp3", encrypted: true } },
      ],
    });
    expect(spec({})).not.toHaveProperty("instanceStorePolicy");
    const fast = { diskGiB: 200, diskThroughput: 600, diskIops: 4000, instanceStore: "raid0" };
    expect(spec(fast)).toMatchObject({
      instanceStorePolicy: "RAID0",
      blockDeviceMappings: [{ ebs: { volumeSize: "200Gi", throughput: 600, iops: 4000 } }],
    });
  });

  it("have the configured zones, weight and budgets", () => {
    const given = {
      capacity: "on-demand",
      zones: ["eu-west-1a"],
      weight: 10,
      disruptionBudgets: [
        { nodes: "20%", reasons: ["Drifted"] },
        { nodes: "0", schedule: "0 8 * * 1-5", hours: 10.5 },
      ],
    };
    const stack = addons({ karpenter: { nodePools: { plain: { capacity: "spot" }, given } } });
    const spec = at(manifest(stack, "node_pool_given"), "spec");
    expect(spec).toMatchObject({
      weight: 10,
      disruption: {
        budgets: [
          { nodes: "20%", reasons: ["Drifted"] },
          { nodes: "0", schedule: "0 8 * * 1-5", duration: "630m" },
        ],
      },
    });
    expect(at(spec, "template", "spec", "requirements")).toContainEqual({
      ...{ key: "topology.kubernetes.io/zone", operator: "In", values: ["eu-west-1a"] },
    });
    const plain = at(manifest(stack, "node_pool_plain"), "spec");
    expect(plain).not.toHaveProperty("weight");
    expect(at(plain, "disruption")).not.toHaveProperty("budgets");
  });

  it("match the configuration", () => {
    const stack = addons({
      karpenter: {
        nodePools: { arm: { capacity: "on-demand", architecture: "arm64", cpus: [8], maxCpu: 64 } },
      },
    });
    expect(Object.keys(stack.resource.kubectl_manifest ?? {})).toEqual(["node_class", "node_pool_arm"]);
    const requirements = at(manifest(stack, "node_pool_arm"), "spec", "template", "spec", "requirements");
    expect(requirements).toEqual(
      expect.arrayContaining([
        { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
        { key: "kubernetes.io/arch", operator: "In", values: ["arm64"] },
        { key: "karpenter.k8s.aws/instance-cpu", operator: "In", values: ["8"] },
      ]),
    );
    expect(stack.output.node_pools?.value).toEqual(["arm"]);
  });
});

describe("Fargate logging", () => {
  const stack = addons({ logging: { retentionDays: 7 } });

  it("writes to our log group with a retention, and may not create another one", () => {
    expect(blockOf(stack, "aws_cloudwatch_log_group.fargate_logs")).toMatchObject({
      name: "/glrunner/ci/fargate",
      retention_in_days: 7,
    });
    const policy = String(blockOf(stack, "aws_iam_policy.fargate_logs").policy);
    expect(policy).toContain("logs:PutLogEvents");
    expect(policy).not.toContain("logs:CreateLogGroup");
  });

  it("uses the names that EKS requires", () => {
    expect(blockOf(stack, "kubernetes_namespace_v1.aws_observability").metadata).toEqual({
      name: "aws-observability",
      labels: { "aws-observability": "enabled" },
    });
    const config = blockOf(stack, "kubernetes_config_map_v1.aws_logging");
    expect(at(config, "metadata", "name")).toBe("aws-logging");
    expect(Object.keys(at(config, "data") ?? {})).toEqual(["filters.conf", "output.conf", "parsers.conf"]);
    expect(JSON.stringify(at(config, "data")).length).toBeLessThan(5300);
  });

  it("gives the permission to the role of every profile", () => {
    const config = configOf({
      ...base,
      cluster: {
        fargateProfiles: {
          a: { selectors: [{ namespace: "kube-system" }, { namespace: "karpenter" }] },
          b: { selectors: [{ namespace: "gitlab-*" }] },
        },
      },
    });
    const roles = Object.values(stackOf(config, "addons").resource.aws_iam_role_policy_attachment ?? {});
    expect(roles.map(({ role }) => role)).toEqual([
      '${data.terraform_remote_state.eks.outputs.fargate_pod_execution_role_names["a"]}',
      '${data.terraform_remote_state.eks.outputs.fargate_pod_execution_role_names["b"]}',
    ]);
  });

  it("is set up before Karpenter, because pods that start earlier are not logged", () => {
    expect(blockOf(stack, "module.eks_blueprints_kubernetes_addons").depends_on).toEqual([
      "kubernetes_config_map_v1_data.aws_auth",
      "kubernetes_config_map_v1.aws_logging",
      "aws_iam_role_policy_attachment.fargate_logs_of_pods-1",
    ]);
  });

  it("can be disabled", () => {
    expect(addons({ logging: { enabled: false } }).resource).not.toHaveProperty("aws_cloudwatch_log_group");
  });
});

describe("any other add-on", () => {
  it("is passed to the module by its own name", () => {
    const stack = addons({
      blueprints: { enable_metrics_server: true, metrics_server_helm_config: { version: "3.12.0" } },
    });
    expect(blockOf(stack, "module.eks_blueprints_kubernetes_addons")).toMatchObject({
      enable_metrics_server: true,
      metrics_server_helm_config: { version: "3.12.0" },
    });
  });
});
