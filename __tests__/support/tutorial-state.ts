/**
 * Calculates the Terraform state of a tutorial project after an apply, without running Terraform. It starts from the
 * synthesized JSON and creates the resources that the pinned modules would create, at their addresses. It contains only
 * the attributes that depend on the configuration.
 */
import * as z from "zod";
import type { Config } from "../../src/config";
import type { StateDocument, StateResource } from "../../src/clients/terraform/state-document";
import { yamlText } from "../../src/constructs/yaml-text";
import { stackOf, type StackJson } from "./synth";

type Attributes = Readonly<Record<string, unknown>>;
const texts = z.array(z.string());
const tagMap = z.record(z.string(), z.string());
const account = "123456789012";
const arnOf = (role: string) => `arn:aws:iam::${account}:role/${role}`;
/** Zone letters, more than any configuration uses. */
const letters = ["a", "b", "c", "d", "e", "f"];

/** Returns a managed resource. @param address without index. @param instances the index and attributes of each instance */
export function managed(
  address: string,
  ...instances: readonly [string | number | undefined, Attributes][]
): StateResource {
  const [, module, type = "", name = ""] = /^(?:(module\..*)\.)?([^.]+)\.([^.]+)$/.exec(address) ?? [];
  return {
    ...(module !== undefined && { module }),
    ...{ mode: "managed", type, name },
    instances: instances.map(([key, attributes]) => ({
      ...(key !== undefined && { index_key: key }),
      ...{ schema_version: 0, attributes },
    })),
  };
}

/** Returns the state of a configuration with the single layout. */
export function tutorialState(config: Config): StateDocument {
  const root = stackOf(config, "single");
  const resources = [
    ...zonesLookup(root, config),
    ...vpc(root, config),
    ...eks(root, config),
    ...addons(root),
    ...Object.entries(root.resource).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]) =>
        managed(`${type}.${name}`, [undefined, resolved(block, config)]),
      ),
    ),
  ];
  return { version: 4, terraform_version: "1.11.4", serial: 7, lineage: "a", outputs: {}, resources };
}

function zonesLookup(root: StackJson, { region }: Config): readonly StateResource[] {
  if (root.data.aws_availability_zones === undefined) return [];
  const attributes = { names: letters.map((letter) => `${region}${letter}`) };
  return [{ ...managed("aws_availability_zones.available", [undefined, attributes]), ...{ mode: "data" } }];
}

function zonesOf({ network, region }: Config): readonly string[] {
  if (network.kind === "existing") return [];
  const { zones } = network;
  return "names" in zones ? zones.names : letters.slice(0, zones.count).map((letter) => `${region}${letter}`);
}

const vpcSchema = z.object({
  ...{ name: z.string(), cidr: z.string(), tags: tagMap },
  ...{ private_subnets: texts, public_subnets: texts },
  ...{ enable_nat_gateway: z.boolean(), single_nat_gateway: z.boolean() },
});

function vpc(root: StackJson, config: Config): readonly StateResource[] {
  const given = vpcSchema.parse(root.module.vpc);
  const zones = zonesOf(config);
  const tags = { ...given.tags, Name: given.name };
  const subnets = (blocks: readonly string[]) =>
    blocks.map((cidr, index): [number, Attributes] => [
      index,
      { cidr_block: cidr, availability_zone: zones[index] },
    ]);
  const gateways = given.enable_nat_gateway ? (given.single_nat_gateway ? 1 : zones.length) : 0;
  return [
    managed("module.vpc.aws_vpc.this", [0, { cidr_block: given.cidr, tags, tags_all: tags }]),
    managed("module.vpc.aws_subnet.private", ...subnets(given.private_subnets)),
    managed("module.vpc.aws_subnet.public", ...subnets(given.public_subnets)),
    managed(
      "module.vpc.aws_nat_gateway.this",
      ...Array.from({ length: gateways }, (_, index): [number, Attributes] => [index, {}]),
    ),
  ];
}

const role = z.object({ rolearn: z.string(), username: z.string(), groups: texts });
const eksSchema = z.object({
  ...{ cluster_name: z.string(), cluster_version: z.string(), tags: tagMap },
  ...{ cluster_endpoint_public_access: z.boolean(), cluster_endpoint_private_access: z.boolean() },
  ...{ cluster_endpoint_public_access_cidrs: texts, cluster_enabled_log_types: texts },
  cloudwatch_log_group_retention_in_days: z.number(),
  cluster_addons: z.record(
    z.string(),
    z.object({ before_compute: z.boolean().default(false), configuration_values: z.string().default("") }),
  ),
  fargate_profiles: z.record(
    z.string(),
    z.object({
      name: z.string().optional(),
      selectors: z.array(z.object({ namespace: z.string(), labels: tagMap.nullable().default(null) })),
    }),
  ),
  aws_auth_roles: z.array(role),
  ...{ iam_role_path: z.string().default("/"), iam_role_permissions_boundary: z.string().default("") },
  ...{ aws_auth_users: z.array(z.unknown()).default([]), aws_auth_accounts: texts.default([]) },
});
type Eks = z.output<typeof eksSchema>;

function eks(root: StackJson, config: Config): readonly StateResource[] {
  const given = eksSchema.parse(root.module.eks);
  const { cluster_name: name, tags } = given;
  const cluster = {
    ...{
      name,
      arn: `arn:aws:eks:${config.region}:${account}:cluster/${name}`,
      version: given.cluster_version,
    },
    enabled_cluster_log_types: [...given.cluster_enabled_log_types].sort(),
    encryption_config: [{ resources: ["secrets"] }],
    vpc_config: [
      {
        endpoint_public_access: given.cluster_endpoint_public_access,
        endpoint_private_access: given.cluster_endpoint_private_access,
        public_access_cidrs: [...given.cluster_endpoint_public_access_cidrs].sort(),
      },
    ],
    ...{ tags, tags_all: tags },
  };
  const retention = given.cloudwatch_log_group_retention_in_days;
  return [
    managed("module.eks.aws_eks_cluster.this", [0, cluster]),
    managed("module.eks.aws_iam_role.this", [0, iamRole(`${name}-cluster-1`, given)]),
    managed("module.eks.aws_cloudwatch_log_group.this", [0, { retention_in_days: retention }]),
    ...eksAddons(given),
    ...profiles(given),
    ...karpenterNodes(root, given),
    managed("module.eks.kubernetes_config_map_v1_data.aws_auth", [0, { data: awsAuth(given) }]),
  ];
}

function eksAddons({ cluster_addons: given }: Eks): readonly StateResource[] {
  const addonInstances = (before: boolean) =>
    Object.entries(given)
      .filter(([, { before_compute }]) => before_compute === before)
      .map(([addon, { configuration_values: values }]): [string, Attributes] => [
        addon,
        { addon_name: addon, configuration_values: values, service_account_role_arn: null },
      ]);
  return [
    managed("module.eks.aws_eks_addon.this", ...addonInstances(false)),
    managed("module.eks.aws_eks_addon.before_compute", ...addonInstances(true)),
  ];
}

function iamRole(name: string, given: Eks): Attributes {
  const { iam_role_path: path, iam_role_permissions_boundary: permissions_boundary } = given;
  return { arn: arnOf(`${path.slice(1)}${name}`), path, permissions_boundary };
}

function profiles(eks: Eks): readonly StateResource[] {
  return Object.entries(eks.fargate_profiles).flatMap(([key, { name = key, selectors }]) => {
    const module = `module.eks.module.fargate_profile["${key}"]`;
    // A set, which Terraform stores in its own order.
    const selector = [...selectors].sort((a, b) => (a.namespace < b.namespace ? -1 : 1));
    return [
      managed(`${module}.aws_eks_fargate_profile.this`, [0, { fargate_profile_name: name, selector }]),
      managed(`${module}.aws_iam_role.this`, [0, iamRole(`${name}-1`, eks)]),
    ];
  });
}

function karpenterNodes(root: StackJson, given: Eks): readonly StateResource[] {
  if (root.module.karpenter === undefined) return [];
  return [
    managed("module.karpenter.aws_iam_role.this", [0, iamRole("Karpenter-1", given)]),
    managed("module.karpenter.aws_iam_instance_profile.this", [0, { name: "Karpenter-1" }]),
  ];
}

function awsAuth(given: Eks) {
  const podRoles = Object.entries(given.fargate_profiles).map(([key, { name = key }]) => ({
    ...{ rolearn: arnOf(`${name}-1`), username: "system:node:{{SessionName}}" },
    groups: ["system:bootstrappers", "system:nodes", "system:node-proxier"],
  }));
  const roles = given.aws_auth_roles.map((mapping) =>
    mapping.rolearn.startsWith("${") ? { ...mapping, rolearn: arnOf("Karpenter-1") } : mapping,
  );
  return {
    mapRoles: yamlText([...podRoles, ...roles]),
    mapUsers: yamlText(given.aws_auth_users),
    mapAccounts: yamlText(given.aws_auth_accounts),
  };
}

function addons(root: StackJson): readonly StateResource[] {
  const given = root.module.eks_blueprints_kubernetes_addons ?? {};
  return Object.entries(given).flatMap(([input, value]) => {
    const addon = /^enable_(.+)$/.exec(input)?.[1];
    if (addon === undefined || value !== true) return [];
    const name = addon === "aws_for_fluentbit" ? "aws_for_fluent_bit" : addon;
    const release = { name: addon, namespace: addon, chart: addon, version: "v0.23.0" };
    const module = `module.eks_blueprints_kubernetes_addons.module.${name}[0].module.helm_addon`;
    return [managed(`${module}.helm_release.addon`, [0, release])];
  });
}

/** Returns a block in which the templates of module outputs and zones are replaced by their values. */
function resolved(block: Attributes, config: Config): Attributes {
  const zones = JSON.stringify(zonesOf(config));
  const outputs: readonly [RegExp, string][] = [
    [/\$\{module\.eks\.cluster_name\}/g, config.name],
    [/\$\{module\.karpenter\.instance_profile_name\}/g, "Karpenter-1"],
    [/\$\{jsonencode\((?:slice\(.*?\)|\[.*?\])\)\}/g, zones],
    [/\$\$\{/g, "${"],
    [/%%\{/g, "%{"],
  ];
  const resolve = (value: unknown): unknown => {
    if (typeof value === "string") {
      return outputs.reduce((text, [template, output]) => text.replace(template, () => output), value);
    }
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]: [string, unknown]) => [key, resolve(item)]),
    );
  };
  const metadata = block.metadata === undefined ? {} : { metadata: [block.metadata] };
  return { ...z.record(z.string(), z.unknown()).parse(resolve(block)), ...metadata };
}
