import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { at, blockOf, configOf, stackOf } from "../../support/synth";

const arn = (name: string) => `arn:aws:iam::123456789012:${name}`;
const config = configOf({
  name: "ci",
  region: "eu-west-1",
  runners: [{ name: "r", token: "env:TF_VAR_r" }],
  cluster: {
    managers: "nodes",
    fargateProfiles: {
      system: { selectors: [{ namespace: "kube-system" }, { namespace: "karpenter" }] },
      jobs: { selectors: [{ namespace: "gitlab-jobs-*" }] },
    },
    access: {
      roles: [{ arn: arn("role/admin"), username: "admin", groups: ["system:masters"] }],
      users: [{ arn: arn("user/me"), username: "me", groups: ["viewers"] }],
      accounts: ["123456789012"],
    },
  },
});
const stack = stackOf(config, "addons");
const data = (key: string) =>
  String(at(blockOf(stack, "kubernetes_config_map_v1_data.aws_auth"), "data", key));
const eksOutput = "${data.terraform_remote_state.eks.outputs.";

describe("aws-auth", () => {
  it("names the role of every Fargate profile, node group and Karpenter node, and the user's own", () => {
    const mapRoles: unknown = parse(data("mapRoles"));
    const fargate = {
      username: "system:node:{{SessionName}}",
      groups: ["system:bootstrappers", "system:nodes", "system:node-proxier"],
    };
    const node = {
      username: "system:node:{{EC2PrivateDNSName}}",
      groups: ["system:bootstrappers", "system:nodes"],
    };
    expect(mapRoles).toEqual([
      { rolearn: `${eksOutput}fargate_pod_execution_role_arns["system"]}`, ...fargate },
      { rolearn: `${eksOutput}fargate_pod_execution_role_arns["jobs"]}`, ...fargate },
      { rolearn: `${eksOutput}node_group_role_arns["system"]}`, ...node },
      { rolearn: `${eksOutput}karpenter_node_role_arn}`, ...node },
      { rolearn: arn("role/admin"), username: "admin", groups: ["system:masters"] },
    ]);
  });

  it("names users and accounts", () => {
    expect(parse(data("mapUsers"))).toEqual([
      { userarn: arn("user/me"), username: "me", groups: ["viewers"] },
    ]);
    expect(parse(data("mapAccounts"))).toEqual(["123456789012"]);
  });

  it("exists before Karpenter can launch a node, and is deleted after it", () => {
    expect(blockOf(stack, "module.eks_blueprints_kubernetes_addons").depends_on).toContain(
      "kubernetes_config_map_v1_data.aws_auth",
    );
  });
});
