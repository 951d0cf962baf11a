/**
 * The network, and what a sweep may delete in it: only what has a tag of this cluster. Some of it comes into being
 * untagged, so tags may be set on kinds that are not the cluster's alone; docs/security.md names each such right.
 */
import type { Config } from "../../config";
import { ownerTags } from "../../config/resource-names";
import { ownershipRules, type OwnershipRule } from "../../run/sweep/ownership-rules";
import type { SweepKind } from "../../run/sweep/leftover-resource";
import { allow, type Condition, type Statement } from "./document";
import { placeOf } from "./place";

export function networkStatements(config: Config): readonly Statement[] {
  const { regional } = placeOf(config);
  const found = [
    ...(config.network.kind === "created" ? ["network-acl", "route-table"] : []),
    "security-group",
  ];
  return [
    allow("Look", ["look at the network", "look at load balancers"], ["*"], inRegion(config)),
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
  const { regional } = placeOf(config);
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
  const { partition, regional } = placeOf(config);
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

const balancer = ["elasticloadbalancing:DeleteLoadBalancer"];
/** What a sweep does to kinds that are known by tags alone; the others have fixed names and statements of their own. */
const sweeping: readonly (readonly [SweepKind, readonly string[]])[] = [
  ["instance", ["ec2:TerminateInstances"]],
  ["classic load balancer", balancer],
  ["load balancer", balancer],
  ["target group", ["elasticloadbalancing:DeleteTargetGroup"]],
  ["network interface", ["ec2:DeleteNetworkInterface"]],
  [
    "security group",
    ["ec2:DeleteSecurityGroup", "ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"],
  ],
  ["launch template", ["ec2:DeleteLaunchTemplate"]],
];

/** A statement for each set of tags that proves something. */
function sweep(config: Config): readonly Statement[] {
  const { regional } = placeOf(config);
  const { name, region } = config;
  const proofs = ownershipRules({ name, region, vpcId: "any" });
  const rows = new Map<string, { readonly tags: Record<string, string>; readonly actions: Set<string> }>();
  for (const [kind, rights] of sweeping) {
    for (const proof of proofs[kind]) {
      const tags = tagsOf(proof);
      const row = rows.get(JSON.stringify(tags)) ?? { tags, actions: new Set() };
      for (const right of rights) row.actions.add(right);
      rows.set(JSON.stringify(tags), row);
    }
  }
  return [...rows.values()].map(({ tags, actions }, index) => ({
    ...{ Sid: `Sweep${index + 1}`, Effect: "Allow", Action: [...actions].sort() },
    Resource: [...new Set([...actions].map((action) => action.split(":")[0] ?? ""))].map((service) =>
      regional(service, "*"),
    ),
    Condition: { StringEquals: tags },
  }));
}

/** Those that name the cluster. That it is also in the right VPC is for the sweep itself to know. */
function tagsOf(proof: OwnershipRule): Record<string, string> {
  const tags = proof.flatMap((each) => ("tag" in each && each.value !== undefined ? [each] : []));
  return Object.fromEntries(tags.map(({ tag, value = "" }) => [`aws:ResourceTag/${tag}`, value]));
}
