/**
 * Permissions for the roles and policies of the cluster, limited by their path and the prefixes of their names.
 *
 * An identity that may create roles and policies could create a role that may do everything. Only a permissions boundary
 * prevents that. With a boundary in the configuration, the deployer may create a role, or attach a policy to it, only
 * under that boundary, and can neither remove nor replace the boundary. It may detach a policy from a role without the
 * boundary, since earlier roles may not have it.
 *
 * Source of the actions with that condition: IAM user guide, "Permissions boundaries for IAM entities", the example of
 * delegated responsibility (2026-11).
 */
import type { Config } from "../../config";
import { karpenterSubmoduleName } from "../../config/resource-names";
import { mayHaveManagedNodes } from "../../config/placement/managed-nodes";
import { allow, type Condition, type Statement } from "./document";
import { arnsOf } from "./arns";
import { attachedPolicies, linkedServices, servicesWithRoles } from "./actions";

/** Statements about IAM. */
export function identityStatements(config: Config): readonly Statement[] {
  const { iam, partition, suffix } = arnsOf(config);
  const { rolePath = "/", permissionsBoundary } = config.iam;
  const roles = roleNames(config).map((name) => iam(`role${rolePath}${name}`));
  // Policies of the modules have no path. Policies of the add-ons have the path of their role.
  const own = [...new Set(["/", rolePath])].map((path) => iam(`policy${path}${config.name}-*`));
  const profiles = [`${rolePath}${karpenterSubmoduleName(config.name)}-*`, `/${config.name}_*`];
  const jobPolicies = [...new Set(config.runners.flatMap(({ job }) => job.serviceAccount?.policyArns ?? []))];
  const policies = {
    ArnLike: {
      "iam:PolicyARN": [
        ...attachedPolicies.map((name) => `arn:${partition}:iam::aws:policy/${name}`),
        ...own,
        ...jobPolicies,
      ],
    },
  };
  const boundary: Condition | undefined =
    permissionsBoundary === undefined
      ? undefined
      : { StringEquals: { "iam:PermissionsBoundary": permissionsBoundary } };
  return [
    allow("List", ["list identities"], ["*"]),
    allow(
      "Read",
      ["read identities"],
      ["instance-profile", "oidc-provider", "role"].map((kind) => iam(`${kind}/*`)),
    ),
    allow("Roles", ["roles"], roles),
    allow(
      "CreateRoles",
      boundary === undefined ? ["create roles"] : ["create roles", "set permissions boundaries"],
      roles,
      boundary,
    ),
    allow("AttachPolicies", ["attach policies"], roles, { ...policies, ...boundary }),
    allow("DetachPolicies", ["detach policies"], roles, policies),
    allow("PassRoles", ["pass roles"], roles, {
      StringEquals: { "iam:PassedToService": servicesWithRoles.map((service) => `${service}.amazonaws.com`) },
    }),
    allow(
      "ServiceLinkedRoles",
      ["service-linked roles"],
      linkedServices.map((service) => iam(`role/aws-service-role/${service}.amazonaws.com/*`)),
      { StringEquals: { "iam:AWSServiceName": linkedServices.map((service) => `${service}.amazonaws.com`) } },
    ),
    allow("Policies", ["policies"], own),
    // Karpenter creates profiles with the second name, and a sweep deletes them.
    allow(
      "InstanceProfiles",
      ["instance profiles"],
      profiles.map((path) => iam(`instance-profile${path}`)),
    ),
    allow("OidcProvider", ["OIDC provider"], [iam(`oidc-provider/oidc.eks.${config.region}.${suffix}/id/*`)]),
  ];
}

/**
 * Patterns of the names of the cluster's roles.
 *
 * Source: eks v19.21.0 main.tf, modules/fargate-profile, modules/karpenter, modules/eks-managed-node-group;
 * aws-ia/terraform-aws-eks-blueprints@v4.29.0 modules/irsa/main.tf; our own constructs.
 */
function roleNames({ name, cluster, addons }: Config): readonly string[] {
  return [
    `${name}-*`,
    ...cluster.fargateProfiles.map((profile) => `${profile.name}-*`),
    ...(addons.karpenter.enabled ? [`${karpenterSubmoduleName(name)}-*`] : []),
    ...(mayHaveManagedNodes(cluster) ? ["system-eks-node-group-*"] : []),
  ];
}
