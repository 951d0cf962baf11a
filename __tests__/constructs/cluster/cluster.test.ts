import { describe, expect, it } from "vitest";
import { isArm } from "../../../src/config/units";
import { blockOf, configOf, stackOf } from "../../support/synth";

const base = { name: "ci", region: "eu-west-1" };
const runner = { name: "r", token: "env:TF_VAR_r" };
const eks = (cluster: unknown, more: object = {}) =>
  stackOf(configOf({ ...base, runners: [runner], cluster, ...more }), "eks");

describe("the cluster", () => {
  it("has as few Fargate profiles as possible, and CoreDNS configured for Fargate", () => {
    const block = blockOf(eks({}), "module.eks");
    expect(Object.values(block.fargate_profiles ?? {})).toEqual([
      expect.objectContaining({
        selectors: [
          { namespace: "kube-system" },
          { namespace: "karpenter" },
          { namespace: "gitlab-runner" },
          { namespace: "gitlab-jobs-fargate" },
        ],
      }),
    ]);
    expect(JSON.stringify(block.cluster_addons)).toContain('\\"computeType\\":\\"Fargate\\"');
  });

  it("puts system pods on a managed node group: no kube-system profile, no Fargate CoreDNS, one security group", () => {
    const block = blockOf(eks({ systemPods: "nodes", managers: "nodes" }), "module.eks");
    expect(JSON.stringify(block.fargate_profiles)).not.toContain("kube-system");
    expect(JSON.stringify(block.cluster_addons)).not.toContain("computeType");
    expect(block.eks_managed_node_groups).toMatchObject({
      system: {
        ami_type: "AL2023_x86_64_STANDARD",
        attach_cluster_primary_security_group: true,
        labels: { "glrunner/role": "system" },
        min_size: 1,
        desired_size: 2,
        max_size: 3,
      },
    });
  });

  it("leaves aws-auth to the add-ons stage, so that this stage does not call Kubernetes", () => {
    const stack = eks({});
    expect(blockOf(stack, "module.eks")).not.toHaveProperty("manage_aws_auth_configmap");
    expect(Object.keys(stack.provider)).toEqual(["aws"]);
  });

  it("has no Karpenter module if Karpenter is disabled", () => {
    const stack = eks({}, { addons: { karpenter: { enabled: false } } });
    expect(Object.keys(stack.module)).toEqual(["eks"]);
    expect(stack.output).not.toHaveProperty("karpenter_node_role_arn");
  });

  it("recognizes Graviton instance types by their name", () => {
    expect(["m7g.large", "c6gd.xlarge", "t4g.small"].map(isArm)).toEqual([true, true, true]);
    expect(["m6a.large", "g5.xlarge", "m7i-flex.large"].map(isArm)).toEqual([false, false, false]);
  });
});
