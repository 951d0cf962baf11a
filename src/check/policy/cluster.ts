/** The cluster, its key, its log groups and alarms, and the launch template of its own nodes. */
import type { Config } from "../../config";
import {
  clusterLogGroup,
  dashboardName,
  fargateLogGroup,
  keyAlias,
  logGroupPrefixes,
} from "../../config/resource-names";
import { mayHaveManagedNodes } from "../../config/placement/managed-nodes";
import { allow, type Statement } from "./document";
import { inRegion, owned, whenMade } from "./network";
import { arnsOf } from "./arns";

export function clusterStatements(config: Config): readonly Statement[] {
  const { regional } = arnsOf(config);
  const { name } = config;
  const parts = ["fargateprofile", "addon", "nodegroup"].map((part) => `${part}/${name}/*`);
  const eks = [`cluster/${name}`, ...parts].map((resource) => regional("eks", resource));
  // A sweep also reads the tags of groups with similar names, and deletes only the cluster's own.
  const found = logGroupPrefixes(name).map((prefix) => `${prefix}*`);
  const groups = [clusterLogGroup(name), fargateLogGroup(name)];
  const logGroup = (group: string) => regional("logs", `log-group:${group}`);
  return [
    allow("Look", ["look at clusters", "look at keys", "look at log groups"], ["*"], inRegion(config)),
    allow("Cluster", ["cluster"], eks),
    allow("ReadKeys", ["read keys"], [regional("kms", "key/*")]),
    ...key(config),
    allow("ReadLogGroups", ["read log groups"], found.map(logGroup)),
    allow(
      "LogGroups",
      ["log groups"],
      groups.map(logGroup).flatMap((arn) => [arn, `${arn}:*`]),
    ),
    ...(config.addons.alarms.enabled ? watching(config) : []),
    ...(mayHaveManagedNodes(config.cluster) ? nodes(config, eks) : []),
  ];
}

/** Of the cluster's secrets: ours, or one of the user's. */
function key(config: Config): readonly Statement[] {
  const { keyArn } = config.cluster.encryption;
  if (keyArn !== undefined) return [allow("UseKey", ["use a key"], [keyArn])];
  const { regional } = arnsOf(config);
  return [
    allow("MakeKey", ["make a key"], ["*"], owned(config, "RequestTag")),
    allow("Key", ["key"], [regional("kms", "key/*")], owned(config)),
    allow("KeyAlias", ["key alias"], [regional("kms", keyAlias(config.name))]),
  ];
}

function watching(config: Config): readonly Statement[] {
  const { regional, dashboard } = arnsOf(config);
  const { name } = config;
  const group = regional("logs", `log-group:${fargateLogGroup(name)}`);
  return [
    allow("MetricFilters", ["metric filters"], [group, `${group}:*`]),
    allow("Alarms", ["alarms"], [regional("cloudwatch", `alarm:${name}-*`)]),
    allow("Dashboard", ["dashboard"], [dashboard(dashboardName(name))]),
  ];
}

/** EKS launches nodes with the caller's permissions; their images and templates are not known in advance. */
function nodes(config: Config, eks: readonly string[]): readonly Statement[] {
  const { partition, regional } = arnsOf(config);
  return [
    allow("NodeGroups", ["node groups"], eks),
    allow("LookAtTemplates", ["look at launch templates"], ["*"], inRegion(config)),
    allow("Nodes", ["nodes"], [regional("ec2", "*"), `arn:${partition}:ec2:${config.region}::image/*`]),
    allow("TagNodes", ["tag what is made"], [regional("ec2", "*")], whenMade),
    allow(
      "LaunchTemplates",
      ["change launch templates"],
      [regional("ec2", "launch-template/*")],
      owned(config),
    ),
  ];
}
