/** Code that must not compile: `tsc` reports each `@ts-expect-error` without an error. */
import type { TerraformStack } from "cdktf";
import { describe, expectTypeOf, it } from "vitest";
import { Eks, type EksVariables } from "../../../modules/wrappers/eks";
import { EksKarpenter } from "../../../modules/wrappers/eks-karpenter";
import type { EksVariables as RecordedEks } from "../../../modules/generated/eks-variables";
import type { KubernetesAddonsVariables as RecordedAddons } from "../../../modules/generated/kubernetes-addons-variables";
import type { HclValue } from "../../../modules/wrappers/hcl-value";
import { KubectlManifest } from "../../../modules/wrappers/kubectl";
import {
  KubernetesAddons,
  type HelmAddonConfig,
  type KubernetesAddonsVariables,
} from "../../../modules/wrappers/kubernetes-addons";
import { Vpc } from "../../../modules/wrappers/vpc";

describe("variables that do not exist or have a wrong type", () => {
  const refused = (stack: TerraformStack) => [
    // @ts-expect-error misspelt: cidr
    new Vpc(stack, "a", { cdir: "10.0.0.0/16" }),
    // @ts-expect-error a list, not a text
    new Vpc(stack, "b", { azs: "us-west-2a" }),
    // @ts-expect-error a boolean, not a text
    new Vpc(stack, "c", { single_nat_gateway: "true" }),
    // @ts-expect-error tags are texts
    new Vpc(stack, "d", { tags: { n: 1 } }),
    // @ts-expect-error misspelt in a variable of type any: configuration_values
    new Eks(stack, "e", { cluster_addons: { coredns: { configurationValues: "{}" } } }),
    // @ts-expect-error a profile needs selectors
    new Eks(stack, "f", { fargate_profiles: { a: { name: "a" } } }),
    // @ts-expect-error labels are texts
    new Eks(stack, "g", { eks_managed_node_groups: { a: { labels: { a: 1 } } } }),
    // @ts-expect-error an entry needs its groups
    new Eks(stack, "h", { aws_auth_roles: [{ rolearn: "arn", username: "me" }] }),
    // @ts-expect-error misspelt: create_irsa
    new EksKarpenter(stack, "i", { create_isra: false }),
    // @ts-expect-error eks_cluster_id has no default
    new KubernetesAddons(stack, "j", { enable_karpenter: true }),
    // @ts-expect-error misspelt: values
    new KubernetesAddons(stack, "k", { eks_cluster_id: "c", karpenter_helm_config: { value: [""] } }),
    // @ts-expect-error values are YAML texts
    new KubernetesAddons(stack, "l", { eks_cluster_id: "c", karpenter_helm_config: { values: [{}] } }),
    // @ts-expect-error all three fields are required by the module's own type
    new KubernetesAddons(stack, "m", { eks_cluster_id: "c", crossplane_jet_aws_provider: { enable: true } }),
    // @ts-expect-error misspelt: yamlBody
    new KubectlManifest(stack, "n", { yaml: "" }),
  ];

  it("do not compile", () => {
    expectTypeOf(refused).parameter(0).toEqualTypeOf<TerraformStack>();
  });
});

describe("outputs that do not exist", () => {
  const refused = (vpc: Vpc, addons: KubernetesAddons) => [
    // @ts-expect-error misspelt: vpc_id
    vpc.string("vpcid"),
    // @ts-expect-error misspelt: private_subnets
    vpc.list("private_subnet"),
    // @ts-expect-error an output of eks
    vpc.string("cluster_name"),
    // @ts-expect-error cdktf's method is as strict
    vpc.getString("nonsense"),
    // @ts-expect-error and so is this one
    vpc.interpolationForOutput("nonsense"),
    // @ts-expect-error Blueprints has no such add-on
    addons.string("karpentr"),
  ];

  it("do not compile", () => {
    expectTypeOf(refused).parameter(0).toEqualTypeOf<Vpc>();
  });
});

describe("variables with types written by hand", () => {
  it("are all recorded", () => {
    expectTypeOf<keyof EksVariables>().toEqualTypeOf<keyof RecordedEks>();
    expectTypeOf<keyof KubernetesAddonsVariables>().toEqualTypeOf<keyof RecordedAddons>();
  });

  it("accept nothing that Terraform's type does not", () => {
    expectTypeOf<EksVariables>().toExtend<RecordedEks>();
    expectTypeOf<KubernetesAddonsVariables>().toExtend<RecordedAddons>();
  });

  it("include every Helm configuration", () => {
    type HelmConfig = Extract<keyof RecordedAddons, `${string}_helm_config`>;
    expectTypeOf<KubernetesAddonsVariables[HelmConfig]>().toExtend<HelmAddonConfig | undefined>();
    expectTypeOf<RecordedAddons["karpenter_helm_config"]>().toEqualTypeOf<HclValue | undefined>();
    expectTypeOf<KubernetesAddonsVariables["karpenter_helm_config"]>().toEqualTypeOf<
      HelmAddonConfig | undefined
    >();
  });
});
