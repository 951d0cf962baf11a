/**
 * Permissions for the network, and for the deletions of a sweep: only of resources with a tag of this cluster. AWS creates
 * some resources without tags, so the deployer may tag any resource of these types. docs/security.md names each such
 * permission.
 */
import type { Config } from "../../config";
import { ownerTags } from "../../config/resource-names";
import { sweepKinds } from "../../run/sweep/kinds";
import type { OwnershipRule } from "../../run/sweep/ownership-rules";
import { allow, type Action, type Condition, type Statement } from "./document";
import { arnsOf } from "./arns";

/** Statements about the network and the leftovers that a sweep deletes by their tags. */
export function networkStatements(config: Config): readonly Statement[] {
  const { regional } = arnsOf(config);
  const listed = sweepKinds.flatMap(({ permissions }) => permissions?.list ?? []);
  const untagged = [
    ...(config.network.kind === "created" ? ["network-acl", "route-table"] : []),
    "security-group",
  ];
  return [
    allow("Describe", ["describe the network", ...listed], ["*"], inRegion(config)),
    ...(config.network.kind === "created" ? createdNetwork(config) : []),
    allow(
      "TagExisting",
      ["tag existing resources"],
      untagged.map((type) => regional("ec2", `${type}/*`)),
    ),
    ...sweep(config),
  ];
}

/** A resource has no tags before it is created, so only the account and the Region limit these actions. */
function createdNetwork(config: Config): readonly Statement[] {
  const { regional } = arnsOf(config);
  const everything = [regional("ec2", "*")];
  const every = (type: string) => [regional("ec2", `${type}/*`)];
  return [
    allow("Create", ["create the network"], everything),
    allow("NetworkAclEntries", ["network ACL entries"], every("network-acl")),
    // AWS checks the address and its network interface. An interface of an AWS service does not have the cluster's tags.
    allow("DisassociateAddress", ["disassociate addresses"], every("elastic-ip"), owned(config)),
    allow("DisassociateInterface", ["disassociate addresses"], every("network-interface")),
    allow("TagNew", ["tag new resources"], everything, whenCreated),
    allow("ChangeOwned", ["change the network"], everything, owned(config)),
    ...endpoints(config),
  ];
}

function endpoints(config: Config): readonly Statement[] {
  const { network } = config;
  if (network.kind !== "created" || network.endpoints.length === 0) return [];
  const { partition, regional } = arnsOf(config);
  const everything = [regional("ec2", "*")];
  return [
    allow("DescribePrefixLists", ["describe prefix lists"], ["*"], inRegion(config)),
    allow("CreateEndpoints", ["create VPC endpoints"], everything),
    allow("AssociateHostedZones", ["associate hosted zones"], [`arn:${partition}:route53:::hostedzone/*`]),
    allow("ChangeEndpoints", ["change VPC endpoints"], everything, owned(config)),
  ];
}

/** Allows tags only in the call that creates the resource. */
export const whenCreated: Condition = { Null: { "ec2:CreateAction": "false" } };

/** Allows the action only for resources with the cluster's owner tags, or for requests that set them. */
export function owned(
  { name, versions }: Config,
  key: "ResourceTag" | "RequestTag" = "ResourceTag",
): Condition {
  const tags = Object.entries(ownerTags(name, versions.set));
  return { StringEquals: Object.fromEntries(tags.map(([tag, value]) => [`aws:${key}/${tag}`, value])) };
}

/** Allows the action only in the configuration's Region. */
export function inRegion({ region }: Config): Condition {
  return { StringEquals: { "aws:RequestedRegion": region } };
}

/** One statement for each set of tags that proves ownership, with the deletions of the kinds that it proves. */
function sweep(config: Config): readonly Statement[] {
  const { regional } = arnsOf(config);
  const rows = new Map<string, { readonly tags: Record<string, string>; readonly actions: Action[] }>();
  for (const { ownershipRules, permissions } of sweepKinds) {
    if (permissions === undefined) continue;
    for (const rule of ownershipRules({ ...config, vpcId: "any" })) {
      const tags = tagsOf(rule);
      const key = JSON.stringify(tags);
      rows.set(key, { tags, actions: [...(rows.get(key)?.actions ?? []), ...permissions.remove] });
    }
  }
  return [...rows.values()].map(({ tags, actions }, index) => {
    const services = new Set(actions.map((action) => action.split(":")[0] ?? ""));
    const resources = [...services].map((service) => regional(service, "*"));
    return allow(`Sweep${index + 1}`, actions, resources, { StringEquals: tags });
  });
}

/** The tags that name the cluster. IAM cannot check that a resource is in the right VPC; the sweep itself does. */
function tagsOf(rule: OwnershipRule): Record<string, string> {
  const tags = rule.flatMap((each) => ("tag" in each && each.value !== undefined ? [each] : []));
  return Object.fromEntries(tags.map(({ tag, value = "" }) => [`aws:ResourceTag/${tag}`, value]));
}
