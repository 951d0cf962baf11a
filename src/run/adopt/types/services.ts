/**
 * KMS keys, log groups, event rules, queues and buckets.
 *
 * Source of the import ids: documentation of each type of the AWS provider, section Import. They are the key id, the name
 * of the alias, log group or bucket, the queue's URL, and `<bus>/<rule>` for an event rule, or its name on the default bus.
 */
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as events from "@aws-sdk/client-eventbridge";
import * as kms from "@aws-sdk/client-kms";
import * as sqs from "@aws-sdk/client-sqs";
import { allRules } from "../../../clients/aws/event-rules";
import { eachUnlessMissing, missingCodes } from "../../../clients/aws/missing";
import { allPages, tagsOf } from "../aws-clients";
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

/** A key has no name. A key that is scheduled for deletion counts as deleted. */
const key: Find = async (search) => {
  const client = search.aws.kms();
  const listed = await allPages(kms.paginateListKeys({ client }, {}), (page) => page.Keys);
  const found = await Promise.all(
    listed.map(async ({ KeyId = "" }): Promise<FoundResource[]> => {
      const { KeyMetadata: metadata } = await client.send(new kms.DescribeKeyCommand({ KeyId }));
      const matches =
        metadata?.KeyManager === "CUSTOMER" &&
        metadata.KeyState === "Enabled" &&
        metadata.Description === (textOf(search.candidate, "description") ?? "");
      return matches ? [{ id: KeyId, tags: await keyTags(client, KeyId) }] : [];
    }),
  );
  return ownershipByTags(search, found.flat());
};

async function keyTags(client: kms.KMSClient, KeyId: string): Promise<Record<string, string>> {
  const found = await allPages(kms.paginateListResourceTags({ client }, { KeyId }), (page) => page.Tags);
  return tagsOf(found.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })));
}

/** An alias of another key may belong to an earlier cluster of that name, so the user decides. */
const alias: Find = async ({ candidate, aws }) => {
  const name = textOf(candidate, "name");
  if (name === undefined) return undecided("its name");
  const listed = await allPages(kms.paginateListAliases({ client: aws.kms() }, {}), (page) => page.Aliases);
  const found = listed.find(({ AliasName }) => AliasName === name);
  if (found === undefined) return absent;
  const target = textOf(candidate, "target_key_id");
  if (target === undefined) return undecided("its key");
  return found.TargetKeyId !== undefined && target.endsWith(found.TargetKeyId)
    ? owned({ id: name, tags: {} }, `the name ${name} and the cluster's key`)
    : ambiguous(
        [{ id: name }],
        `it is the alias of another key, ${found.TargetKeyId ?? "which was deleted"}`,
      );
};

/**
 * EKS creates the cluster's log group without tags when it first writes a log line. The exact name proves the owner,
 * because only one cluster of a Region can write to it.
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

/** The tags of Karpenter's rules: both modules that create them add ClusterName. */
const ruleTags = (cluster: string) =>
  everyOwnerTags(cluster).map((tags) => ({ ClusterName: cluster, ...tags }));

/**
 * Rules of other clusters have the same prefixes, and AWS creates a second set of rules without an error. The plan knows
 * their tags only once everything that the add-ons module depends on exists.
 */
const rule: Find = async (search) => {
  const test = nameTest(search.candidate);
  if (test === undefined) return undecided("its name");
  const client = search.aws.events();
  const bus = textOf(search.candidate, "event_bus_name") ?? "default";
  const rules = await allRules(client, { EventBusName: bus });
  const matching = rules.filter(({ Name = "" }) => test.matches(Name));
  const found = await eachUnlessMissing(missingCodes.events, matching, async ({ Name = "", Arn }) => {
    const { Tags } = await client.send(new events.ListTagsForResourceCommand({ ResourceARN: Arn }));
    return { id: bus === "default" ? Name : `${bus}/${Name}`, tags: tagsOf(Tags) };
  });
  return test.exact || plannedTags(search.candidate) !== undefined
    ? ownershipByName(search, found, test)
    : ownershipByOwnerTags(search, found, ruleTags(search.cluster));
};

const queue: Find = async (search) => {
  const test = nameTest(search.candidate);
  if (test === undefined) return undecided("its name");
  const client = search.aws.sqs();
  const QueueNamePrefix = textOf(search.candidate, "name") ?? textOf(search.candidate, "name_prefix");
  const urls = await allPages(
    sqs.paginateListQueues({ client }, { QueueNamePrefix, MaxResults: 1000 }),
    (page) => page.QueueUrls,
  );
  const matching = urls.filter((url) => test.matches(url.slice(url.lastIndexOf("/") + 1)));
  const found = await eachUnlessMissing(missingCodes.sqs, matching, async (QueueUrl) => {
    const { Tags = {} } = await client.send(new sqs.ListQueueTagsCommand({ QueueUrl }));
    return { id: QueueUrl, tags: Tags };
  });
  return ownershipByName(search, found, test);
};

/** Bucket names are unique in all of AWS. S3 refuses the request for a bucket of another account: the search fails. */
const bucket: Find = async (search) => {
  const name = textOf(search.candidate, "bucket");
  if (name === undefined) return undecided("its name");
  const tags = await search.aws.bucketTags(name);
  const found = tags === undefined ? [] : [{ id: name, tags }];
  return ownershipByName(search, found, { exact: true, matches: (other) => other === name });
};

export const serviceRows: AdoptRows = {
  aws_kms_key: find(key),
  aws_kms_alias: find(alias),
  aws_cloudwatch_log_group: find(logGroup),
  aws_cloudwatch_log_metric_filter: upsert("PutMetricFilter overwrites a filter of that name"),
  aws_cloudwatch_metric_alarm: upsert("PutMetricAlarm overwrites an alarm of that name"),
  aws_cloudwatch_dashboard: upsert("PutDashboard overwrites a dashboard of that name"),
  aws_cloudwatch_event_rule: find(rule),
  aws_cloudwatch_event_target: upsert("PutTargets overwrites a target of that id"),
  aws_sqs_queue: find(queue),
  aws_sqs_queue_policy: upsert("SetQueueAttributes overwrites the policy"),
  aws_s3_bucket: find(bucket),
  aws_s3_bucket_lifecycle_configuration: upsert("PutBucketLifecycleConfiguration replaces the rules"),
  aws_s3_bucket_public_access_block: upsert("PutPublicAccessBlock overwrites the settings"),
  aws_s3_bucket_server_side_encryption_configuration: upsert("PutBucketEncryption overwrites the setting"),
};
