/** Queues, rules, keys and log groups. A key that waits for its deletion is gone, and AWS's own aliases are nobody's. */
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as events from "@aws-sdk/client-eventbridge";
import * as kms from "@aws-sdk/client-kms";
import * as sqs from "@aws-sdk/client-sqs";
import { clientSettings, type ClientPlace } from "../clients";
import { all, type InventoryRow } from "./row";

export async function otherRows(place: ClientPlace): Promise<InventoryRow[]> {
  const rows = await Promise.all([
    queues(place),
    rules(place),
    keys(place),
    aliases(place),
    logGroups(place),
  ]);
  return rows.flat();
}

async function queues(place: ClientPlace): Promise<InventoryRow[]> {
  const client = new sqs.SQSClient(clientSettings(place));
  const urls = await all(sqs.paginateListQueues({ client }, {}), (page) => page.QueueUrls);
  return urls.map((id) => ({ service: "sqs", kind: "queue", id, name: id.split("/").pop(), tags: {} }));
}

async function rules(place: ClientPlace): Promise<InventoryRow[]> {
  const client = new events.EventBridgeClient(clientSettings(place));
  const { Rules = [] } = await client.send(new events.ListRulesCommand({}));
  return Rules.map(({ Arn: id = "", Name: name }) => ({
    ...{ service: "events" as const, kind: "rule" as const, id, name, tags: {} },
  }));
}

async function keys(place: ClientPlace): Promise<InventoryRow[]> {
  const client = new kms.KMSClient(clientSettings(place));
  const listed = await all(kms.paginateListKeys({ client }, {}), (page) => page.Keys);
  const described = await Promise.all(
    listed.map(({ KeyId }) => client.send(new kms.DescribeKeyCommand({ KeyId }))),
  );
  return described
    .filter(({ KeyMetadata }) => KeyMetadata?.KeyState !== "PendingDeletion")
    .map(({ KeyMetadata }) => ({ service: "kms", kind: "key", id: KeyMetadata?.KeyId ?? "", tags: {} }));
}

async function aliases(place: ClientPlace): Promise<InventoryRow[]> {
  const client = new kms.KMSClient(clientSettings(place));
  const listed = await all(kms.paginateListAliases({ client }, {}), (page) => page.Aliases);
  return listed
    .map(({ AliasName = "" }) => AliasName)
    .filter((name) => !name.startsWith("alias/aws/"))
    .map((id) => ({ service: "kms", kind: "alias", id, tags: {} }));
}

async function logGroups(place: ClientPlace): Promise<InventoryRow[]> {
  const client = new logs.CloudWatchLogsClient(clientSettings(place));
  const groups = await all(logs.paginateDescribeLogGroups({ client }, {}), (page) => page.logGroups);
  return groups.map(({ logGroupName: id = "" }) => ({ service: "logs", kind: "log group", id, tags: {} }));
}
