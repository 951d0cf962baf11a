/**
 * Keys, log groups, event rules, queues and buckets.
 * Import ids: documentation of each type of the AWS provider, section Import: key id, alias name, log group name,
 * `<bus>/<rule>` or, on the default bus, the rule's name, queue URL, name of the bucket.
 */
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as events from "@aws-sdk/client-eventbridge";
import * as kms from "@aws-sdk/client-kms";
import * as sqs from "@aws-sdk/client-sqs";
import { allPages, ifThere, tagsOf } from "../aws-clients";
import { clusterLogGroup, everyOwnerTags, fargateLogGroup } from "../../../config/resource-names";
import { plannedTags, textOf } from "../candidate";
import {
  absent,
  ambiguous,
  ownershipByOwnerTags,
  ownershipByName,
  ownershipByTags,
  nameTest,
  owned,
  undecided,
  type FoundResource,
} from "../ownership";
import { find, upsert, type AdoptRows, type Find } from "./row";

/** Keys have no names. One that waits for its deletion is gone. */
const key: Find = async (search) => {
  const client = search.aws.kms();
  const listed = await allPages(kms.paginateListKeys({ client }, {}), (page) => page.Keys);
  const things = await Promise.all(
    listed.map(async ({ KeyId = "" }): Promise<FoundResource[]> => {
      const { KeyMetadata: metadata } = await client.send(new kms.DescribeKeyCommand({ KeyId }));
      const fits =
        metadata?.KeyManager === "CUSTOMER" &&
        metadata.KeyState === "Enabled" &&
        metadata.Description === (textOf(search.candidate, "description") ?? "");
      return fits ? [{ id: KeyId, tags: await keyTags(client, KeyId) }] : [];
    }),
  );
  return ownershipByTags(search, things.flat());
};

async function keyTags(client: kms.KMSClient, KeyId: string): Promise<Record<string, string>> {
  const found = await allPages(kms.paginateListResourceTags({ client }, { KeyId }), (page) => page.Tags);
  return tagsOf(found.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })));
}

/** An alias that leads to another key may be all that is left of a cluster of that name: the user decides. */
const alias: Find = async ({ candidate, aws }) => {
  const name = textOf(candidate, "name");
  if (name === undefined) return undecided("its name");
  const listed = await allPages(kms.paginateListAliases({ client: aws.kms() }, {}), (page) => page.Aliases);
  const found = listed.find(({ AliasName }) => AliasName === name);
  if (found === undefined) return absent;
  const target = textOf(candidate, "target_key_id");
  if (target === undefined) return undecided("its key");
  return found.TargetKeyId !== undefined && target.endsWith(found.TargetKeyId)
    ? owned({ id: name, tags: {} }, `the name ${name} and leads to our key`)
    : ambiguous([{ id: name }], `it leads to another key, ${found.TargetKeyId ?? "which is gone"}`);
};

/**
 * EKS creates the cluster's log group itself, without tags, when it has something to log. Its exact name is the only
 * proof there is, as only one cluster of a Region can write to it.
 */
const logGroup: Find = async (search) => {
  const name = textOf(search.candidate, "name");
  const test = nameTest(search.candidate);
  if (name === undefined || test === undefined) return undecided("its name");
  const client = search.aws.logs();
  const listed = await allPages(
    logs.paginateDescribeLogGroups({ client }, { logGroupNamePrefix: name }),
    (page) => page.logGroups,
  );
  const found = listed.find(({ logGroupName }) => logGroupName === name);
  if (found === undefined) return absent;
  if ([clusterLogGroup, fargateLogGroup].some((own) => own(search.cluster) === name)) {
    return owned({ id: name, tags: {} }, `the name ${name}, to which only this cluster writes`);
  }
  const { tags = {} } = await client.send(
    new logs.ListTagsForResourceCommand({ resourceArn: found.arn?.replace(/:\*$/, "") }),
  );
  return ownershipByName(search, [{ id: name, tags }], test);
};

/** Tags that both modules of Karpenter's rules add to the given ones. */
const ruleTags = (cluster: string) =>
  everyOwnerTags(cluster).map((tags) => ({ ClusterName: cluster, ...tags }));

/**
 * Karpenter's rules have names that others' have too, and AWS makes a second one without a word. Their tags are known to
 * the plan only once all is there that the add-ons module waits for.
 */
const rule: Find = async (search) => {
  const test = nameTest(search.candidate);
  if (test === undefined) return undecided("its name");
  const client = search.aws.events();
  const bus = textOf(search.candidate, "event_bus_name") ?? "default";
  const things: FoundResource[] = [];
  for (const { Name = "", Arn } of await rulesOf(client, bus)) {
    if (!test.matches(Name)) continue;
    const { Tags = [] } = await client.send(new events.ListTagsForResourceCommand({ ResourceARN: Arn }));
    things.push({ id: bus === "default" ? Name : `${bus}/${Name}`, tags: tagsOf(Tags) });
  }
  return test.exact || plannedTags(search.candidate) !== undefined
    ? ownershipByName(search, things, test)
    : ownershipByOwnerTags(search, things, ruleTags(search.cluster));
};

async function rulesOf(client: events.EventBridgeClient, EventBusName: string): Promise<events.Rule[]> {
  const found: events.Rule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new events.ListRulesCommand({ EventBusName, NextToken }));
    found.push(...(page.Rules ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

const noQueue = ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"] as const;

const queue: Find = async (search) => {
  const test = nameTest(search.candidate);
  if (test === undefined) return undecided("its name");
  const client = search.aws.sqs();
  const QueueNamePrefix = textOf(search.candidate, "name") ?? textOf(search.candidate, "name_prefix");
  const urls = await allPages(
    sqs.paginateListQueues({ client }, { QueueNamePrefix, MaxResults: 1000 }),
    (page) => page.QueueUrls,
  );
  const fitting = urls.filter((url) => test.matches(url.slice(url.lastIndexOf("/") + 1)));
  const things = await Promise.all(
    fitting.map(async (QueueUrl): Promise<FoundResource[]> => {
      const found = await ifThere(client.send(new sqs.ListQueueTagsCommand({ QueueUrl })), ...noQueue);
      return found === undefined ? [] : [{ id: QueueUrl, tags: found.Tags ?? {} }];
    }),
  );
  return ownershipByName(search, things.flat(), test);
};

/** Names are unique in all of AWS: one of another account answers with a refusal, which is reported. */
const bucket: Find = async (search) => {
  const name = textOf(search.candidate, "bucket");
  if (name === undefined) return undecided("its name");
  const tags = await search.aws.bucketTags(name);
  const things = tags === undefined ? [] : [{ id: name, tags }];
  return ownershipByName(search, things, { exact: true, matches: (other) => other === name });
};

export const serviceRows: AdoptRows = {
  aws_kms_key: find(key),
  aws_kms_alias: find(alias),
  aws_cloudwatch_log_group: find(logGroup),
  aws_cloudwatch_log_metric_filter: upsert("PutMetricFilter writes over a filter of that name"),
  aws_cloudwatch_metric_alarm: upsert("PutMetricAlarm writes over an alarm of that name"),
  aws_cloudwatch_dashboard: upsert("PutDashboard writes over a dashboard of that name"),
  aws_cloudwatch_event_rule: find(rule),
  aws_cloudwatch_event_target: upsert("PutTargets writes over a target of that id"),
  aws_sqs_queue: find(queue),
  aws_sqs_queue_policy: upsert("SetQueueAttributes writes over the policy"),
  aws_s3_bucket: find(bucket),
  aws_s3_bucket_lifecycle_configuration: upsert("PutBucketLifecycleConfiguration replaces the rules"),
  aws_s3_bucket_public_access_block: upsert("PutPublicAccessBlock writes over the settings"),
  aws_s3_bucket_server_side_encryption_configuration: upsert("PutBucketEncryption writes over the setting"),
};
