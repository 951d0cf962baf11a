import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { Eks } from "../../../modules/wrappers/eks";
import { EksKarpenter } from "../../../modules/wrappers/eks-karpenter";
import { modulePins } from "../../../modules/pins";
import { synthesized } from "../stack";

function outputsOf(read: (eks: Eks) => Record<string, unknown>): unknown {
  return synthesized((stack) => {
    const eks = new Eks(stack, "eks", { cluster_name: "ci" });
    for (const [id, value] of Object.entries(read(eks))) new TerraformOutput(stack, id, { value });
  }).output;
}

describe("Eks", () => {
  it("accepts values for variables that upstream leaves untyped", () => {
    const { source, version } = modulePins.eks;
    const json = synthesized((stack) => {
      new Eks(stack, "eks", {
        cluster_addons: { coredns: { configuration_values: "{}" }, "kube-proxy": {} },
        fargate_profiles: { kube_system: { name: "kube-system", selectors: [{ namespace: "kube-system" }] } },
        eks_managed_node_groups: {
          system: { min_size: 2, labels: { a: "b" } },
        },
        aws_auth_roles: [{ rolearn: "arn:aws:iam::1:role/r", username: "u", groups: ["g"] }],
      });
    });
    expect(json.module).toEqual({
      eks: {
        source,
        version,
        cluster_addons: { coredns: { configuration_values: "{}" }, "kube-proxy": {} },
        fargate_profiles: { kube_system: { name: "kube-system", selectors: [{ namespace: "kube-system" }] } },
        eks_managed_node_groups: {
          system: { min_size: 2, labels: { a: "b" } },
        },
        aws_auth_roles: [{ rolearn: "arn:aws:iam::1:role/r", username: "u", groups: ["g"] }],
      },
    });
  });

  it("references the outputs that the stages need", () => {
    expect(
      outputsOf((eks) => ({
        name: eks.clusterName,
        endpoint: eks.clusterEndpoint,
        ca: eks.clusterCertificateAuthorityData,
        version: eks.clusterVersion,
        oidc: eks.oidcProvider,
        oidcArn: eks.oidcProviderArn,
        group: eks.clusterPrimarySecurityGroupId,
      })),
    ).toEqual({
      name: { value: "${module.eks.cluster_name}" },
      endpoint: { value: "${module.eks.cluster_endpoint}" },
      ca: { value: "${module.eks.cluster_certificate_authority_data}" },
      version: { value: "${module.eks.cluster_version}" },
      oidc: { value: "${module.eks.oidc_provider}" },
      oidcArn: { value: "${module.eks.oidc_provider_arn}" },
      group: { value: "${module.eks.cluster_primary_security_group_id}" },
    });
  });

  it("joins the data plane's ARNs as in the published example, node groups last", () => {
    expect(
      outputsOf((eks) => ({ published: eks.dataPlaneArns([]), both: eks.dataPlaneArns(["system"]) })),
    ).toEqual({
      published: {
        value: '${join(",", [for prof in module.eks.fargate_profiles : prof.fargate_profile_arn])}',
      },
      both: {
        value:
          '${join(",", concat([for prof in module.eks.fargate_profiles : prof.fargate_profile_arn], [for group in module.eks.eks_managed_node_groups : group.node_group_arn]))}',
      },
    });
  });

  it("finds roles by the key of their profile or node group", () => {
    expect(
      outputsOf((eks) => ({
        arns: eks.podExecutionRoleArns(["karpenter", "kube_system"]),
        names: eks.podExecutionRoleNames(["karpenter"]),
        nodes: eks.nodeGroupRoleArns(["system"]),
        none: eks.nodeGroupRoleArns([]),
      })),
    ).toEqual({
      arns: {
        value: {
          karpenter: '${module.eks.fargate_profiles["karpenter"].fargate_profile_pod_execution_role_arn}',
          kube_system: '${module.eks.fargate_profiles["kube_system"].fargate_profile_pod_execution_role_arn}',
        },
      },
      names: { value: { karpenter: '${module.eks.fargate_profiles["karpenter"].iam_role_name}' } },
      nodes: { value: { system: '${module.eks.eks_managed_node_groups["system"].iam_role_arn}' } },
      none: { value: {} },
    });
  });
});

describe("EksKarpenter", () => {
  it("references the nodes' role and instance profile", () => {
    const { source, version } = modulePins["eks-karpenter"];
    const json = synthesized((stack) => {
      const karpenter = new EksKarpenter(stack, "karpenter", { cluster_name: "ci", create_irsa: false });
      new TerraformOutput(stack, "role", { value: karpenter.roleArn });
      new TerraformOutput(stack, "profile", { value: karpenter.instanceProfileName });
    });
    expect(json.module).toEqual({
      karpenter: { source, version, cluster_name: "ci", create_irsa: false },
    });
    expect(json.output).toEqual({
      role: { value: "${module.karpenter.role_arn}" },
      profile: { value: "${module.karpenter.instance_profile_name}" },
    });
  });
});
