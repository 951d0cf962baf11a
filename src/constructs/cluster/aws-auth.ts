/**
 * The `aws-auth` ConfigMap: the roles that may join the cluster or call its API. EKS creates it with the first Fargate
 * profile or node group. A forced write replaces its whole content, so it must list every pod execution role and node role:
 * otherwise those pods and nodes lose their access.
 */
import { ConfigMapV1Data } from "@cdktf/provider-kubernetes/lib/config-map-v1-data";
import { Lazy, type TerraformStack } from "cdktf";
import type { AwsAuthRole, EksVariables } from "../../../modules/wrappers/eks";
import type { Config } from "../../config/config";
import { withoutRolePath } from "../role-settings";
import type { EksOutputs } from "../stage-outputs";
import { yamlText } from "../yaml-text";

type AccessEntry = Config["cluster"]["access"]["roles"][number];

/**
 * Who writes the ConfigMap. In set `tutorial` the eks module does, as published. In set `current` the addons stage does,
 * after the profiles are active, so there is no race with EKS. With a role path it is always the addons stage, because the
 * module writes ARNs with the path, which the authenticator does not match.
 */
export function authWriter({ versions, iam }: Config): "eks module" | "addons stage" {
  return versions.set === "tutorial" && iam.rolePath === undefined ? "eks module" : "addons stage";
}

function nodeRole(rolearn: string): AwsAuthRole {
  return {
    rolearn,
    username: "system:node:{{EC2PrivateDNSName}}",
    groups: ["system:bootstrappers", "system:nodes"],
  };
}

function podExecutionRole(rolearn: string): AwsAuthRole {
  return {
    rolearn,
    username: "system:node:{{SessionName}}",
    groups: ["system:bootstrappers", "system:nodes", "system:node-proxier"],
  };
}

const role = ({ arn, username, groups }: AccessEntry): AwsAuthRole => ({ rolearn: arn, username, groups });
const user = ({ arn, username, groups }: AccessEntry) => ({ userarn: arn, username, groups });

/** The entries for the eks module, which adds the roles of Fargate profiles and node groups itself. */
export function publishedAwsAuth(
  config: Config,
  karpenterRole: () => string | undefined,
): Partial<EksVariables> {
  const { roles, users, accounts } = config.cluster.access;
  const karpenter = config.addons.karpenter.enabled
    ? [nodeRole(Lazy.stringValue({ produce: () => karpenterRole() ?? "" }))]
    : [];
  return {
    manage_aws_auth_configmap: true,
    aws_auth_roles: [...karpenter, ...roles.map(role)],
    ...(users.length > 0 && { aws_auth_users: users.map(user) }),
    ...(accounts.length > 0 && { aws_auth_accounts: accounts }),
  };
}

/** The whole ConfigMap, for the addons stage. */
export function writeAwsAuth(stack: TerraformStack, config: Config, eks: EksOutputs): ConfigMapV1Data {
  const { roles, users, accounts } = config.cluster.access;
  const karpenter = eks.karpenter_node_role_arn;
  const nodes = [...Object.values(eks.node_group_role_arns), ...(karpenter === undefined ? [] : [karpenter])];
  const withoutPath = (arn: string) => withoutRolePath(arn, config);
  const mapRoles = [
    ...Object.values(eks.fargate_pod_execution_role_arns).map(withoutPath).map(podExecutionRole),
    ...nodes.map(withoutPath).map(nodeRole),
    ...roles.map(role),
  ];
  return new ConfigMapV1Data(stack, "aws_auth", {
    metadata: { name: "aws-auth", namespace: "kube-system" },
    force: true,
    data: {
      mapRoles: yamlText(mapRoles),
      mapUsers: yamlText(users.map(user)),
      mapAccounts: yamlText(accounts),
    },
  });
}
