/**
 * No role without the permissions boundary and the path of the `iam` section: an account that demands them refuses the
 * first role that lacks one. Modules are held to their recorded interfaces, so an input of a newer pin is not forgotten.
 */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import recordedEks from "../../modules/interfaces/eks.json";
import recordedKarpenter from "../../modules/interfaces/eks-karpenter.json";
import recordedAddons from "../../modules/interfaces/kubernetes-addons.json";
import recordedVpc from "../../modules/interfaces/vpc.json";
import { at, blockOf, configOf, stackOf, synthFiles, synthStacks, type StackJson } from "../support/synth";

const boundary = "arn:aws:iam::123456789012:policy/company/Boundary";
const iam = { permissionsBoundary: boundary, rolePath: "/ci/runners/" };
const base = {
  name: "ci",
  region: "eu-west-1",
  cluster: { managers: "nodes", nodes: { instanceTypes: ["m6a.2xlarge"] } },
  addons: {
    blueprints: {
      enable_keda: true,
      enable_emr_on_eks: true,
      emr_on_eks_config: { team: { namespace: "emr" }, own: { iam_role_path: "/emr/" } },
    },
  },
  runners: [
    { name: "r", token: "env:TF_VAR_r", cache: { bucket: "cache" } },
    {
      ...{ name: "s", token: "env:TF_VAR_s", compute: "spot" },
      job: { serviceAccount: { policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] } },
    },
  ],
};
const variants = [
  { layout: "staged", versions: { set: "current" } },
  { layout: "single", versions: { set: "current" } },
  { layout: "single", versions: { set: "tutorial" } },
] as const;

/** By module source. */
const interfaces = new Map<string, { readonly variables: object }>([
  ["terraform-aws-modules/vpc/aws", recordedVpc],
  ["terraform-aws-modules/eks/aws", recordedEks],
  ["terraform-aws-modules/eks/aws//modules/karpenter", recordedKarpenter],
]);
/** Every input with such a name. The first three rows are for roles that no configuration creates. */
const inputs: readonly (readonly [RegExp, unknown])[] = [
  [/^vpc_flow_log_permissions_boundary$/, undefined],
  [/^irsa_permissions_boundary_arn$/, undefined],
  [/^self_managed_node_group_defaults$/, undefined],
  [/permissions_boundary/, boundary],
  [/role_path$/, iam.rolePath],
  [
    /^(fargate_profile|eks_managed_node_group)_defaults$/,
    { iam_role_path: iam.rolePath, iam_role_permissions_boundary: boundary },
  ],
];

function expectModules(stack: StackJson): void {
  for (const block of Object.values(stack.module)) {
    const { variables } = interfaces.get(String(block.source)) ?? recordedAddons;
    const wanted = Object.keys(variables).flatMap((name) => {
      const [, value] = inputs.find(([pattern]) => pattern.test(name)) ?? [];
      return value === undefined ? [] : [[name, value] as const];
    });
    expect(wanted.map(([name]) => [name, block[name]])).toEqual(wanted);
  }
}

describe.each(variants)("roles of layout $layout, set $versions.set", (variant) => {
  const config = configOf({ ...base, ...variant, iam });
  const stacks = Object.values(synthStacks(config));

  it("get boundary and path from every module that creates roles", () => {
    for (const stack of stacks) expectModules(stack);
    const jobs = stacks.map(({ module }) =>
      at(module, "eks_blueprints_kubernetes_addons", "emr_on_eks_config"),
    );
    expect(jobs.filter((each) => each !== undefined)).toEqual([
      {
        team: { namespace: "emr", iam_role_path: iam.rolePath, iam_role_permissions_boundary: boundary },
        own: { iam_role_path: "/emr/", iam_role_permissions_boundary: boundary },
      },
    ]);
  });

  it("of our own resources have them too", () => {
    const own = stacks.flatMap(({ resource }) => Object.values(resource.aws_iam_role ?? {}));
    // The roles of the cache and of a runner's jobs.
    expect(own.length).toBe(2);
    for (const role of own) {
      expect(role).toMatchObject({ path: iam.rolePath, permissions_boundary: boundary });
    }
  });

  it("are in aws-auth without the path, which the authenticator ignores", () => {
    const [auth, ...more] = stacks.flatMap(({ resource }) =>
      Object.values(resource.kubernetes_config_map_v1_data ?? {}),
    );
    expect(more).toEqual([]);
    const roles: unknown = parse(String(at(auth, "data", "mapRoles")));
    const listed = [roles].flat();
    // The roles of Fargate profiles, a node group, and Karpenter's nodes.
    expect(listed.length).toBe(config.cluster.fargateProfiles.length + 2);
    for (const role of listed) {
      expect(String(at(role, "rolearn"))).toMatch(
        /^\$\{replace\((module|data)\.[\w."[\]-]+, ":role\/ci\/runners\/", ":role\/"\)\}$/,
      );
    }
    const clusters = stacks.flatMap(({ module }) => module.eks ?? []);
    expect(clusters.map((eks) => at(eks, "manage_aws_auth_configmap"))).toEqual([undefined]);
  });
});

describe("without the section iam", () => {
  it.each(variants)("the synthesis does not change: $layout, $versions.set", (variant) => {
    const text = (more: object) => [...synthFiles(configOf({ ...base, ...variant, ...more }))];
    expect(text({ iam: {} })).toEqual(text({}));
    const modules = Object.values(synthStacks(configOf({ ...base, ...variant }))).map(({ module }) => module);
    const inputsGiven = modules.flatMap((blocks) =>
      Object.values(blocks).flatMap((block) => Object.keys(block)),
    );
    expect(inputsGiven.filter((name) => /boundary|role_path|_defaults/.test(name))).toEqual([]);
  });

  it("a boundary alone leaves aws-auth to the eks module", () => {
    const config = configOf({
      ...base,
      ...variants[2],
      iam: { permissionsBoundary: boundary },
    });
    expect(blockOf(stackOf(config, "single"), "module.eks")).toMatchObject({
      manage_aws_auth_configmap: true,
      iam_role_permissions_boundary: boundary,
    });
  });
});
