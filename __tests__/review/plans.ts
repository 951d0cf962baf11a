/** Plans as `terraform show -json` writes them, from the few words that a test is about. */
import { parsePlan, type TerraformPlan } from "../../src/clients/terraform/plan-json";

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
type Attributes = Readonly<Record<string, Value>>;

interface ResourceProps {
  /** @default that of the first letters of the address up to the last module */
  readonly type?: string;
  readonly mode?: string;
  readonly actions?: readonly string[];
  readonly before?: Attributes | null;
  readonly after?: Attributes | null;
  readonly unknown?: Value;
  readonly beforeSensitive?: Value;
  readonly afterSensitive?: Value;
  readonly replacePaths?: readonly (readonly (string | number)[])[];
  readonly reason?: string;
  readonly importing?: { readonly id: string };
  readonly movedFrom?: string;
  readonly deposed?: string;
}

/** The module part of an address; keys of `for_each` may hold dots. */
const modulePart = /^(?:module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*/;

function actionsOf({ before = null, after = null }: ResourceProps): readonly string[] {
  if (before === null) return ["create"];
  if (after === null) return ["delete"];
  return JSON.stringify(before) === JSON.stringify(after) ? ["no-op"] : ["update"];
}

export function resource(address: string, props: ResourceProps): object {
  const module = (modulePart.exec(address)?.[0] ?? "").replace(/\.$/, "");
  const rest = address.slice(module === "" ? 0 : module.length + 1).replace(/^data\./, "");
  const { before = null, after = null } = props;
  return {
    address,
    ...(module !== "" && { module_address: module }),
    ...(props.movedFrom !== undefined && { previous_address: props.movedFrom }),
    ...(props.deposed !== undefined && { deposed: props.deposed }),
    mode: props.mode ?? "managed",
    type: props.type ?? rest.split(".")[0],
    name: "this",
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: {
      actions: props.actions ?? actionsOf(props),
      before,
      after,
      after_unknown: props.unknown ?? {},
      before_sensitive: props.beforeSensitive ?? (before === null ? false : {}),
      after_sensitive: props.afterSensitive ?? (after === null ? false : {}),
      ...(props.replacePaths && { replace_paths: props.replacePaths }),
      ...(props.importing && { importing: props.importing }),
    },
    ...(props.reason !== undefined && { action_reason: props.reason }),
  };
}

interface PlanProps {
  readonly resources?: readonly object[];
  readonly drift?: readonly object[];
  readonly outputs?: object;
  readonly region?: string;
  readonly more?: object;
}

export function planText({
  resources = [],
  drift = [],
  outputs = {},
  region = "us-west-2",
  more,
}: PlanProps): string {
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: {} },
    resource_changes: resources,
    ...(drift.length > 0 && { resource_drift: drift }),
    output_changes: outputs,
    configuration: {
      provider_config: { aws: { name: "aws", expressions: { region: { constant_value: region } } } },
    },
    timestamp: "2026-11-24T14:00:00Z",
    applyable: true,
    complete: true,
    errored: false,
    ...more,
  });
}

export function plan(props: PlanProps): TerraformPlan {
  return parsePlan(planText(props));
}

/** The eks stage, where the cluster has to be replaced, its network opened, and a profile's role goes. */
export function clusterReplaced(): TerraformPlan {
  const vpcConfig = (subnets: readonly string[], cidrs: readonly string[]) => [
    { endpoint_public_access: true, public_access_cidrs: cidrs, subnet_ids: subnets },
  ];
  return plan({
    resources: [
      resource("module.eks.aws_eks_cluster.this[0]", {
        actions: ["delete", "create"],
        reason: "replace_because_cannot_update",
        replacePaths: [["vpc_config", 0, "subnet_ids"]],
        before: {
          arn: "arn:aws:eks:us-west-2:123456789012:cluster/glrunner",
          version: "1.34",
          vpc_config: vpcConfig(["subnet-1", "subnet-2"], ["198.51.100.0/24"]),
          tags: { Name: "glrunner", owner: "platform | ops" },
        },
        after: {
          version: "1.35",
          vpc_config: vpcConfig(["subnet-3", "subnet-4"], ["0.0.0.0/0"]),
          tags: { Name: "glrunner", owner: '<script>alert("x")</script>' },
        },
        unknown: { arn: true },
      }),
      resource('module.eks.module.fargate_profile["pods-1"].aws_iam_role.this[0]', {
        before: { name: "pods-1", assume_role_policy: "{}" },
        reason: "delete_because_no_module",
      }),
      resource("module.eks.aws_security_group_rule.cluster", {
        after: { type: "ingress", from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] },
        unknown: { id: true },
      }),
      resource("module.eks.aws_cloudwatch_log_group.this[0]", {
        before: { name: "/aws/eks/glrunner/cluster", retention_in_days: 90 },
        after: { name: "/aws/eks/glrunner/cluster", retention_in_days: 30 },
      }),
      resource("module.eks.data.aws_partition.current", {
        mode: "data",
        actions: ["read"],
        after: {},
        unknown: { id: true },
        reason: "read_because_dependency_pending",
      }),
    ],
    outputs: {
      cluster_name: { actions: ["no-op"], before: "glrunner", after: "glrunner", after_unknown: false },
      cluster_endpoint: { actions: ["update"], before: "https://one", after_unknown: true },
    },
    drift: [
      resource("module.eks.aws_eks_cluster.this[0]", {
        before: { tags: { Name: "glrunner" } },
        after: { tags: { Name: "glrunner", touched: "by hand" } },
      }),
    ],
    more: { relevant_attributes: [{ resource: "module.eks.aws_eks_cluster.this[0]", attribute: ["tags"] }] },
  });
}

/** The runners stage with tokens in all the wrong places. */
export function secretsEverywhere(secrets: Readonly<Record<"token" | "password" | "key" | "data", string>>) {
  return plan({
    resources: [
      resource("helm_release.runner", {
        before: { name: "runner", values: ["concurrent: 10\n"], set: [] },
        after: {
          name: "runner",
          values: [`concurrent: 20\nrunnerToken: ${secrets.token}\nrunners:\n  secret: runner-token\n`],
          set: [{ name: "cache.password", value: secrets.password }],
        },
      }),
      resource("kubernetes_secret_v1.plain", {
        after: { data: { token: secrets.data }, metadata: [{ name: "plain" }] },
        afterSensitive: { data: true },
      }),
      resource("kubernetes_secret_v1.write_only", {
        after: { data_wo_revision: 1, metadata: [{ name: "good" }] },
        unknown: { data: true },
        afterSensitive: { data: true },
      }),
      resource("kubernetes_config_map_v1.settings", {
        after: { data: { "config.toml": `AccessKey = "${secrets.key}"` } },
      }),
    ],
  });
}
