/** Compares the tutorial's root, block by block, with the settings of the published example. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { blockOf, configOfYaml, stackOf } from "../support/synth";

const config = configOfYaml(readFileSync("examples/tutorial.yaml", "utf8"));
const root = stackOf(config, "single");

const manifest = (id: string): unknown => parse(String(blockOf(root, `kubectl_manifest.${id}`).yaml_body));

describe("the tutorial's root", () => {
  it("has exactly the published addresses", () => {
    expect(Object.keys(root.module).sort()).toEqual([
      "eks",
      "eks_blueprints_kubernetes_addons",
      "karpenter",
      "vpc",
    ]);
    expect(Object.keys(root.resource)).toEqual(["kubectl_manifest"]);
    expect(Object.keys(root.resource.kubectl_manifest ?? {}).sort()).toEqual([
      "karpenter_example_deployment",
      "karpenter_node_template",
      "karpenter_provisioner",
    ]);
    expect(Object.entries(root.data).map(([type, ids]) => `${type}.${Object.keys(ids).join()}`)).toEqual([
      "aws_availability_zones.available",
      "aws_ecrpublic_authorization_token.token",
      "aws_eks_cluster_auth.this",
    ]);
    expect(Object.keys(root.output)).toEqual(["configure_kubectl"]);
  });

  it("keeps its state where the tutorial says", () => {
    expect(root.terraform.backend).toEqual({ local: { path: "/home/user/tfstate/runner.tfstate" } });
  });

  it("reads its token from aws_eks_cluster_auth, and that of ECR Public from us-east-1", () => {
    const token = "${data.aws_eks_cluster_auth.this.token}";
    expect(root.provider.kubernetes?.[0]).toMatchObject({ token, host: "${module.eks.cluster_endpoint}" });
    expect(root.provider.kubectl?.[0]).toMatchObject({
      token,
      apply_retry_count: 10,
      load_config_file: false,
    });
    expect(root.provider.helm?.[0]).toMatchObject({ kubernetes: { token } });
    expect(root.provider.aws).toEqual([{ region: "us-west-2" }, { alias: "virginia", region: "us-east-1" }]);
    expect(blockOf(root, "data.aws_ecrpublic_authorization_token.token").provider).toBe("aws.virginia");
  });

  it("vpc: three zones, /20 private, /24 public, one NAT gateway, discovery tags", () => {
    expect(blockOf(root, "module.vpc")).toMatchObject({
      name: "glrunner",
      cidr: "10.0.0.0/16",
      azs: "${slice(data.aws_availability_zones.available.names, 0, 3)}",
      private_subnets: ["10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/20"],
      public_subnets: ["10.0.48.0/24", "10.0.49.0/24", "10.0.50.0/24"],
      enable_nat_gateway: true,
      single_nat_gateway: true,
      public_subnet_tags: { "kubernetes.io/role/elb": "1" },
      private_subnet_tags: { "kubernetes.io/role/internal-elb": "1", "karpenter.sh/discovery": "glrunner" },
      tags: { Blueprint: "glrunner", GithubRepo: "github.com/aws-ia/terraform-aws-eks-blueprints" },
    });
    expect(blockOf(root, "data.aws_availability_zones.available")).toEqual({});
  });

  it("eks: 1.24, two Fargate profiles, aws-auth with the Karpenter node role", () => {
    expect(blockOf(root, "module.eks")).toMatchObject({
      cluster_name: "glrunner",
      cluster_version: "1.24",
      cluster_endpoint_public_access: true,
      create_cluster_security_group: false,
      create_node_security_group: false,
      manage_aws_auth_configmap: true,
      aws_auth_roles: [
        {
          rolearn: "${module.karpenter.role_arn}",
          username: "system:node:{{EC2PrivateDNSName}}",
          groups: ["system:bootstrappers", "system:nodes"],
        },
      ],
      fargate_profiles: {
        karpenter: { selectors: [{ namespace: "karpenter" }] },
        kube_system: { name: "kube-system", selectors: [{ namespace: "kube-system" }] },
      },
      tags: { "karpenter.sh/discovery": "glrunner", Blueprint: "glrunner" },
    });
  });

  it("EKS add-ons: EBS CSI, CoreDNS for Fargate, kube-proxy, VPC CNI before compute", () => {
    expect(blockOf(root, "module.eks").cluster_addons).toEqual({
      "aws-ebs-csi-driver": {},
      coredns: {
        configuration_values:
          '{"computeType":"Fargate","resources":{"limits":{"cpu":"0.25","memory":"256M"},"requests":{"cpu":"0.25","memory":"256M"}}}',
      },
      "kube-proxy": {},
      "vpc-cni": {
        most_recent: true,
        before_compute: true,
        configuration_values: '{"env":{"ENABLE_PREFIX_DELEGATION":"true","WARM_PREFIX_TARGET":"1"}}',
      },
    });
  });

  it("karpenter: no IRSA of its own", () => {
    const block = blockOf(root, "module.karpenter");
    expect(block).toMatchObject({ cluster_name: "${module.eks.cluster_name}", create_irsa: false });
    expect(block).not.toHaveProperty("enable_spot_termination");
  });

  it("add-ons: wait for the profiles, Karpenter with the ECR token and Spot termination handling", () => {
    expect(blockOf(root, "module.eks_blueprints_kubernetes_addons")).toMatchObject({
      eks_cluster_id: "${module.eks.cluster_name}",
      eks_cluster_endpoint: "${module.eks.cluster_endpoint}",
      eks_oidc_provider: "${module.eks.oidc_provider}",
      eks_cluster_version: "${module.eks.cluster_version}",
      data_plane_wait_arn:
        '${join(",", [for prof in module.eks.fargate_profiles : prof.fargate_profile_arn])}',
      enable_karpenter: true,
      karpenter_helm_config: {
        repository_username: "${data.aws_ecrpublic_authorization_token.token.user_name}",
        repository_password: "${data.aws_ecrpublic_authorization_token.token.password}",
      },
      karpenter_node_iam_instance_profile: "${module.karpenter.instance_profile_name}",
      karpenter_enable_spot_termination_handling: true,
    });
  });

  it("provisioner: v1alpha5 default, nitro c and m, 8 to 32 CPUs, a week, limit 1000", () => {
    expect(manifest("karpenter_provisioner")).toMatchObject({
      apiVersion: "karpenter.sh/v1alpha5",
      metadata: { name: "default" },
      spec: {
        requirements: [
          { key: "karpenter.k8s.aws/instance-category", values: ["c", "m"] },
          { key: "karpenter.k8s.aws/instance-cpu", values: ["8", "16", "32"] },
          { key: "karpenter.k8s.aws/instance-hypervisor", values: ["nitro"] },
          { key: "topology.kubernetes.io/zone" },
          { key: "kubernetes.io/arch", values: ["arm64", "amd64"] },
          { key: "karpenter.sh/capacity-type", values: ["spot", "on-demand"] },
        ],
        kubeletConfiguration: { containerRuntime: "containerd", maxPods: 110 },
        limits: { resources: { cpu: 1000 } },
        consolidation: { enabled: true },
        providerRef: { name: "default" },
        ttlSecondsUntilExpired: 604800,
      },
    });
  });

  it("node template by discovery tag, and the idle sample deployment", () => {
    const discovery = { "karpenter.sh/discovery": "${module.eks.cluster_name}" };
    expect(manifest("karpenter_node_template")).toMatchObject({
      apiVersion: "karpenter.k8s.aws/v1alpha1",
      spec: {
        subnetSelector: discovery,
        securityGroupSelector: discovery,
        instanceProfile: "${module.karpenter.instance_profile_name}",
        tags: discovery,
      },
    });
    expect(manifest("karpenter_example_deployment")).toMatchObject({
      kind: "Deployment",
      metadata: { name: "inflate" },
      spec: { replicas: 0 },
    });
  });
});
