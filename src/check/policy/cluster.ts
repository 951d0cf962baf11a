/** Permissions for the cluster, its KMS key, its log groups and alarms, and the launch template of its managed nodes. */
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
import { inRegion, owned, whenCreated } from "./network";
import { arnsOf } from "./arns";

/** Statements about the cluster. */
export function clusterStatements(config: Config): readonly Statement[] {
  const { regional } = arnsOf(config);
  const { name } = config;
  const children = ["fargateprofile", "addon", "nodegroup"].map((type) => `${type}/${name}/*`);
  const eks = [`cluster/${name}`, ...children].map((resource) => regional("eks", resource));
  // A sweep also reads the tags of log groups with similar names. It deletes only those of the cluster.
  const similar = logGroupPrefixes(name).map((prefix) => `${prefix}*`);
  const groups = [clusterLogGroup(name), fargateLogGroup(name)];
  const logGroup = (group: string) => regional("logs", `log-group:${group}`);
  return [
    allow("List", ["list clusters", "list keys", "list log groups"], ["*"], inRegion(config)),
    allow("Cluster", ["cluster"], eks),
    allow("ReadKeys", ["read keys"], [regional("kms", "key/*")]),
    ...secretsKey(config),
    allow("ReadLogGroups", ["read log groups"], similar.map(logGroup)),
    allow(
      "LogGroups",
      ["log groups"],
      groups.map(logGroup).flatMap((arn) => [arn, `${arn}:*`]),
    ),
    ...(config.addons.alarms.enabled ? monitoring(config) : []),
    ...(mayHaveManagedNodes(config.cluster) ? managedNodes(config, eks) : []),
  ];
}

/** The key that encrypts the cluster's secrets: the stage creates it, or the configuration names one. */
function secretsKey(config: Config): readonly Statement[] {
  const { keyArn } = config.cluster.encryption;
  if (keyArn !== undefined) return [allow("UseKey", ["use a key"], [keyArn])];
  const { regional } = arnsOf(config);
  return [
    allow("CreateKey", ["create a key"], ["*"], owned(config, "RequestTag")),
    allow("Key", ["key"], [regional("kms", "key/*")], owned(config)),
    allow("KeyAlias", ["key alias"], [regional("kms", keyAlias(config.name))]),
  ];
}

/** Metric filters, alarms and the dashboard. */
function monitoring(config: Config): readonly Statement[] {
  const { regional, dashboard } = arnsOf(config);
  const { name } = config;
  const group = regional("logs", `log-group:${fargateLogGroup(name)}`);
  return [
    allow("MetricFilters", ["metric filters"], [group, `${group}:*`]),
    allow("Alarms", ["alarms"], [regional("cloudwatch", `alarm:${name}-*`)]),
    allow("Dashboard", ["dashboard"], [dashboard(dashboardName(name))]),
  ];
}

/** EKS launches nodes with the caller's permissions. Their images and launch templates are not known in advance. */
function managedNodes(config: Config, eks: readonly string[]): readonly Statement[] {
  const { partition, regional } = arnsOf(config);
  return [
    allow("NodeGroups", ["node groups"], eks),
    allow("DescribeTemplateVersions", ["describe launch templates"], ["*"], inRegion(config)),
    allow("Nodes", ["nodes"], [regional("ec2", "*"), `arn:${partition}:ec2:${config.region}::image/*`]),
    allow("TagNodes", ["tag new resources"], [regional("ec2", "*")], whenCreated),
    allow(
      "LaunchTemplates",
      ["change launch templates"],
      [regional("ec2", "launch-template/*")],
      owned(config),
    ),
  ];
}
