/**
 * Roles and policies of the cluster, by their path and how their names begin. An identity that may create roles and policies could
 * make one that may do everything: only a permissions boundary of the account's owner keeps that from happening. With
 * one in the configuration, the deployer may create a role, or give it a policy, only under that boundary, and can
 * neither remove nor replace it.
 * Source of the actions with that condition: IAM user guide, "Permissions boundaries for IAM entities", the example of
 * delegated responsibility (2026-11). Taking a policy from a role stays possible without it, for roles of before.
 */
import type { Config } from "../../config";
import { karpenterSubmoduleName } from "../../config/resource-names";
import { mayHaveManagedNodes } from "../../config/placement/managed-nodes";
import { allow, type Condition, type Statement } from "./document";
import { arnsOf } from "./arns";
import { attachedPolicies, linkedServices, servicesWithRoles } from "./actions";

export function identityStatements(config: Config): readonly Statement[] {
  const { iam, partition, suffix } = arnsOf(config);
  const { rolePath = "/", permissionsBoundary } = config.iam;
  const roles = roleNames(config).map((name) => iam(`role${rolePath}${name}`));
  // Modules give their policies no path, add-ons that of their role.
  const own = [...new Set(["/", rolePath])].map((path) => iam(`policy${path}${config.name}-*`));
  const profiles = [`${rolePath}${karpenterSubmoduleName(config.name)}-*`, `/${config.name}_*`];
  const ofJobs = [...new Set(config.runners.flatMap(({ job }) => job.serviceAccount?.policyArns ?? []))];
  const policies = {
    ArnLike: {
      "iam:PolicyARN": [
        ...attachedPolicies.map((name) => `arn:${partition}:iam::aws:policy/${name}`),
        ...own,
        ...ofJobs,
      ],
    },
  };
  const bound: Condition | undefined =
    permissionsBoundary === undefined
      ? undefined
      : { StringEquals: { "iam:PermissionsBoundary": permissionsBoundary } };
  return [
    allow("Look", ["look at identities"], ["*"]),
    allow(
      "Read",
      ["read identities"],
      ["instance-profile", "oidc-provider", "role"].map((kind) => iam(`${kind}/*`)),
    ),
    allow("Roles", ["roles"], roles),
    allow("MakeRoles", bound === undefined ? ["make roles"] : ["make roles", "bound roles"], roles, bound),
    allow("AttachPolicies", ["attach policies"], roles, { ...policies, ...bound }),
    allow("DetachPolicies", ["detach policies"], roles, policies),
    allow("HandOnRoles", ["hand on roles"], roles, {
      StringEquals: { "iam:PassedToService": servicesWithRoles.map((service) => `${service}.amazonaws.com`) },
    }),
    allow(
      "RolesOfServices",
      ["roles of AWS's own services"],
      linkedServices.map((service) => iam(`role/aws-service-role/${service}.amazonaws.com/*`)),
      { StringEquals: { "iam:AWSServiceName": linkedServices.map((service) => `${service}.amazonaws.com`) } },
    ),
    allow("Policies", ["policies"], own),
    // Karpenter makes profiles of the second name, and a sweep deletes them.
    allow(
      "InstanceProfiles",
      ["instance profiles"],
      profiles.map((path) => iam(`instance-profile${path}`)),
    ),
    allow("Issuer", ["issuer"], [iam(`oidc-provider/oidc.eks.${config.region}.${suffix}/id/*`)]),
  ];
}

/**
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
