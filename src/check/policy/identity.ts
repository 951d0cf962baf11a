/**
 * Roles and policies of the cluster, by how their names begin. Whoever may make roles and policies could make one that
 * may do everything: only a permissions boundary of the account's owner keeps that from happening.
 */
import type { Config } from "../../config";
import { karpenterSubmoduleName } from "../../config/resource-names";
import { mayHaveManagedNodes } from "../../config/placement/managed-nodes";
import { allow, type Statement } from "./document";
import { placeOf } from "./place";
import { attachedPolicies, linkedServices, servicesWithRoles } from "./actions";

export function identityStatements(config: Config): readonly Statement[] {
  const { iam, partition, suffix } = placeOf(config);
  const roles = roleNames(config).map((name) => iam(`role/${name}`));
  const own = iam(`policy/${config.name}-*`);
  const profiles = [`${karpenterSubmoduleName(config.name)}-*`, `${config.name}_*`];
  return [
    allow("Look", ["look at identities"], ["*"]),
    allow(
      "Read",
      ["read identities"],
      ["instance-profile", "oidc-provider", "role"].map((kind) => iam(`${kind}/*`)),
    ),
    allow("Roles", ["roles"], roles),
    allow("AttachPolicies", ["attach policies"], roles, {
      ArnLike: {
        "iam:PolicyARN": [...attachedPolicies.map((name) => `arn:${partition}:iam::aws:policy/${name}`), own],
      },
    }),
    allow("HandOnRoles", ["hand on roles"], roles, {
      StringEquals: { "iam:PassedToService": servicesWithRoles.map((service) => `${service}.amazonaws.com`) },
    }),
    allow(
      "RolesOfServices",
      ["roles of AWS's own services"],
      linkedServices.map((service) => iam(`role/aws-service-role/${service}.amazonaws.com/*`)),
      { StringEquals: { "iam:AWSServiceName": linkedServices.map((service) => `${service}.amazonaws.com`) } },
    ),
    allow("Policies", ["policies"], [own]),
    // Karpenter makes profiles of the second name, and a sweep deletes them.
    allow(
      "InstanceProfiles",
      ["instance profiles"],
      profiles.map((name) => iam(`instance-profile/${name}`)),
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
