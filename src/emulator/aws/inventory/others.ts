/** Queues, rules, keys, log groups, alarms, parameters and secrets. A key that waits for its deletion and the aliases of AWS are not listed. */
import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as events from "@aws-sdk/client-eventbridge";
import * as kms from "@aws-sdk/client-kms";
import * as secrets from "@aws-sdk/client-secrets-manager";
import * as sqs from "@aws-sdk/client-sqs";
import * as ssm from "@aws-sdk/client-ssm";
import { allPages, tagsOf } from "../../../clients/aws/aws-pages";
import { clientSettings, type EmulatedAccess } from "../clients";
import type { InventoryRow } from "./row";

export async function otherRows(place: EmulatedAccess): Promise<InventoryRow[]> {
  const lists = [
    queues,
    rules,
    keys,
    aliases,
    logGroups,
    metricFilters,
    alarms,
    dashboards,
    parameters,
    secretsOf,
  ];
  const rows = await Promise.all(lists.map((list) => list(place)));
  return rows.flat();
}

async function queues(place: EmulatedAccess): Promise<InventoryRow[]> {
  const client = new sqs.SQSClient(clientSettings(place));
  const urls = await allPages(sqs.paginateListQueues({ client }, {}), (page) => page.QueueUrls);
  return urls.map((id) => ({ service: "sqs", kind: "queue", id, name: id.split("/").pop(), tags: {} }));
}

async function rules(place: EmulatedAccess): Promise<InventoryRow[]> {
  const client = new events.EventBridgeClient(clientSettings(place));
  const { Rules = [] } = await client.send(new events.ListRulesCommand({}));
  return Rules.map(({ Arn: id = "", Name: name }) => ({
    service: "events",
    kind: "rule",
    id,
    name,
    tags: {},
  }));
}

async function keys(place: EmulatedAccess): Promise<InventoryRow[]> {
  const client = new kms.KMSClient(clientSettings(place));
  const listed = await allPages(kms.paginateListKeys({ client }, {}), (page) => page.Keys);
  const described = await Promise.all(
    listed.map(({ KeyId }) => client.send(new kms.DescribeKeyCommand({ KeyId }))),
  );
  return described
    .filter(({ KeyMetadata }) => KeyMetadata?.KeyState !== "PendingDeletion")
    .map(({ KeyMetadata }) => ({ service: "kms", kind: "key", id: KeyMetadata?.KeyId ?? "", tags: {} }));
}

async function aliases(place: EmulatedAccess): Promise<InventoryRow[]> {
  const client = new kms.KMSClient(clientSettings(place));
  const listed = await allPages(kms.paginateListAliases({ client }, {}), (page) => page.Aliases);
  return listed
    .map(({ AliasName = "" }) => AliasName)
    .filter((name) => !name.startsWith("alias/aws/"))
    .map((id) => ({ service: "kms", kind: "alias", id, tags: {} }));
}

async function logGroups(place: EmulatedAccess): Promise<InventoryRow[]> {
  const client = new logs.CloudWatchLogsClient(clientSettings(place));
  const groups = await allPages(logs.paginateDescribeLogGroups({ client }, {}), (page) => page.logGroups);
  return groups.map(({ logGroupName: id = "" }) => ({ service: "logs", kind: "log group", id, tags: {} }));
}

/** AWS deletes them with their group. */
async function metricFilters(place: EmulatedAccess): Promise<InventoryRow[]> {
  const client = new logs.CloudWatchLogsClient(clientSettings(place));
  const found = await allPages(
    logs.paginateDescribeMetricFilters({ client }, {}),
    (page) => page.metricFilters,
  );
  return found.map(({ filterName: id = "" }) => ({ service: "logs", kind: "metric filter", id, tags: {} }));
}

async function alarms(place: EmulatedAccess): Promise<InventoryRow[]> {
  const client = new cloudwatch.CloudWatchClient(clientSettings(place));
  const found = await allPages(
    cloudwatch.paginateDescribeAlarms({ client }, {}),
    (page) => page.MetricAlarms,
  );
  return found.map(({ AlarmName: id = "" }) => ({ service: "cloudwatch", kind: "alarm", id, tags: {} }));
}

async function dashboards(place: EmulatedAccess): Promise<InventoryRow[]> {
  const client = new cloudwatch.CloudWatchClient(clientSettings(place));
  const found = await allPages(
    cloudwatch.paginateListDashboards({ client }, {}),
    (page) => page.DashboardEntries,
  );
  return found.map(({ DashboardName: id = "" }) => ({
    service: "cloudwatch",
    kind: "dashboard",
    id,
    tags: {},
  }));
}

async function parameters(place: EmulatedAccess): Promise<InventoryRow[]> {
  const client = new ssm.SSMClient(clientSettings(place));
  const found = await allPages(ssm.paginateDescribeParameters({ client }, {}), (page) => page.Parameters);
  return found.map(({ Name: id = "" }) => ({ service: "ssm", kind: "parameter", id, tags: {} }));
}

async function secretsOf(place: EmulatedAccess): Promise<InventoryRow[]> {
  const client = new secrets.SecretsManagerClient(clientSettings(place));
  const found = await allPages(secrets.paginateListSecrets({ client }, {}), (page) => page.SecretList);
  return found.map(({ ARN: id = "", Name: name, Tags }) => ({
    service: "secretsmanager",
    kind: "secret",
    id,
    name,
    tags: tagsOf(Tags),
  }));
}
