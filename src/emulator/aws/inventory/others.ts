/** Lists queues, rules, keys, log groups, alarms, parameters and secrets, without keys that are pending deletion and without the aliases of AWS. */
import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as events from "@aws-sdk/client-eventbridge";
import * as kms from "@aws-sdk/client-kms";
import * as secrets from "@aws-sdk/client-secrets-manager";
import * as sqs from "@aws-sdk/client-sqs";
import * as ssm from "@aws-sdk/client-ssm";
import { allPages, tagsOf } from "../../../clients/aws/aws-pages";
import { clientSettings, type EmulatedAccess } from "../clients";
import type { InventoryKind, InventoryRow, InventoryService } from "./row";

export async function otherRows(access: EmulatedAccess): Promise<InventoryRow[]> {
  const settings = clientSettings(access);
  const client = {
    sqs: new sqs.SQSClient(settings),
    events: new events.EventBridgeClient(settings),
    kms: new kms.KMSClient(settings),
    logs: new logs.CloudWatchLogsClient(settings),
    cloudwatch: new cloudwatch.CloudWatchClient(settings),
    ssm: new ssm.SSMClient(settings),
    secrets: new secrets.SecretsManagerClient(settings),
  };
  const onLogs = { client: client.logs };
  const onCloudwatch = { client: client.cloudwatch };
  const rows = await Promise.all([
    allPages(sqs.paginateListQueues({ client: client.sqs }, {}), (page) => page.QueueUrls).then((urls) =>
      urls.map((url) => row("sqs", "queue", url, url.split("/").pop())),
    ),
    client.events
      .send(new events.ListRulesCommand({}))
      .then(({ Rules = [] }) => Rules.map(({ Arn, Name }) => row("events", "rule", Arn, Name))),
    keyRows(client.kms),
    allPages(kms.paginateListAliases({ client: client.kms }, {}), (page) => page.Aliases).then((aliases) =>
      aliases
        .filter(({ AliasName = "" }) => !AliasName.startsWith("alias/aws/"))
        .map(({ AliasName }) => row("kms", "alias", AliasName)),
    ),
    allPages(logs.paginateDescribeLogGroups(onLogs, {}), (page) => page.logGroups).then((groups) =>
      groups.map(({ logGroupName }) => row("logs", "log group", logGroupName)),
    ),
    allPages(logs.paginateDescribeMetricFilters(onLogs, {}), (page) => page.metricFilters).then((filters) =>
      filters.map(({ filterName }) => row("logs", "metric filter", filterName)),
    ),
    allPages(cloudwatch.paginateDescribeAlarms(onCloudwatch, {}), (page) => page.MetricAlarms).then(
      (alarms) => alarms.map(({ AlarmName }) => row("cloudwatch", "alarm", AlarmName)),
    ),
    allPages(cloudwatch.paginateListDashboards(onCloudwatch, {}), (page) => page.DashboardEntries).then(
      (dashboards) => dashboards.map(({ DashboardName }) => row("cloudwatch", "dashboard", DashboardName)),
    ),
    allPages(ssm.paginateDescribeParameters({ client: client.ssm }, {}), (page) => page.Parameters).then(
      (parameters) => parameters.map(({ Name }) => row("ssm", "parameter", Name)),
    ),
    allPages(secrets.paginateListSecrets({ client: client.secrets }, {}), (page) => page.SecretList).then(
      (list) =>
        list.map(({ ARN, Name, Tags }) => ({
          ...row("secretsmanager", "secret", ARN, Name),
          tags: tagsOf(Tags),
        })),
    ),
  ]);
  return rows.flat();
}

async function keyRows(client: kms.KMSClient): Promise<InventoryRow[]> {
  const listed = await allPages(kms.paginateListKeys({ client }, {}), (page) => page.Keys);
  const described = await Promise.all(
    listed.map(({ KeyId }) => client.send(new kms.DescribeKeyCommand({ KeyId }))),
  );
  return described
    .filter(({ KeyMetadata }) => KeyMetadata?.KeyState !== "PendingDeletion")
    .map(({ KeyMetadata }) => row("kms", "key", KeyMetadata?.KeyId));
}

function row<S extends InventoryService>(
  service: S,
  kind: InventoryKind<S>,
  id = "",
  name?: string,
): InventoryRow {
  return { service, kind, id, ...(name !== undefined && { name }), tags: {} };
}
