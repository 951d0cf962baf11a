/**
 * The network, and what a sweep may delete in it: only what has a tag of this cluster. Some of it comes into being
 * untagged, so tags may be set on kinds that are not the cluster's alone; docs/security.md names each such right.
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
  const found = [
    ...(config.network.kind === "created" ? ["network-acl", "route-table"] : []),
    "security-group",
  ];
  return [
    allow("Look", ["look at the network", ...listed], ["*"], inRegion(config)),
    ...(config.network.kind === "created" ? created(config) : []),
    allow(
      "TagFound",
      ["tag what is found"],
      found.map((type) => regional("ec2", `${type}/*`)),
    ),
    ...sweep(config),
  ];
}

/** A new thing has no tags to be known by, so these are held to the account and the Region. */
function created(config: Config): readonly Statement[] {
  const { regional } = arnsOf(config);
  const everything = [regional("ec2", "*")];
  const every = (type: string) => [regional("ec2", `${type}/*`)];
  return [
    allow("Make", ["make the network"], everything),
    allow("Rules", ["rules of network ACLs"], every("network-acl")),
    // AWS may check the address and the interface that has it; an interface of AWS's own has no tags of ours.
    allow("TakeOffAddress", ["take addresses off"], every("elastic-ip"), owned(config)),
    allow("TakeOffInterface", ["take addresses off"], every("network-interface")),
    allow("TagMade", ["tag what is made"], everything, whenMade),
    allow("ChangeOwn", ["change the network"], everything, owned(config)),
    ...endpoints(config),
  ];
}

function endpoints(config: Config): readonly Statement[] {
  const { network } = config;
  if (network.kind !== "created" || network.endpoints.length === 0) return [];
  const { partition, regional } = arnsOf(config);
  const everything = [regional("ec2", "*")];
  return [
    allow("LookAtEndpoints", ["look at VPC endpoints"], ["*"], inRegion(config)),
    allow("MakeEndpoints", ["make VPC endpoints"], everything),
    allow("NameEndpoints", ["names of VPC endpoints"], [`arn:${partition}:route53:::hostedzone/*`]),
    allow("ChangeEndpoints", ["change VPC endpoints"], everything, owned(config)),
  ];
}

/** Tags only along with what is made by the same call. */
export const whenMade: Condition = { Null: { "ec2:CreateAction": "false" } };

/** The tags that every stage writes. */
export function owned(
  { name, versions }: Config,
  key: "ResourceTag" | "RequestTag" = "ResourceTag",
): Condition {
  const tags = Object.entries(ownerTags(name, versions.set));
  return { StringEquals: Object.fromEntries(tags.map(([tag, value]) => [`aws:${key}/${tag}`, value])) };
}

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
