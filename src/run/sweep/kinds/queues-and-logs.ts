/** Karpenter's interruption queue, the event rules that send to it, and log groups, which EKS creates again. */
import {
  DeleteLogGroupCommand,
  ListTagsForResourceCommand as ListLogTagsCommand,
  paginateDescribeLogGroups,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  RemoveTargetsCommand,
  type EventBridgeClient,
  type Rule,
} from "@aws-sdk/client-eventbridge";
import {
  DeleteQueueCommand,
  ListQueueTagsCommand,
  paginateListQueues,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { allRules } from "../../../clients/aws/event-rules";
import { eachUnlessMissing, missingCodes } from "../../../clients/aws/missing";
import { allPages, tagsOf } from "../clients";
import {
  clusterLogGroup,
  eventRulePrefixes,
  fargateLogGroup,
  interruptionQueues,
  logGroupPrefixes,
} from "../../../config/resource-names";
import type { LeftoverResource } from "../leftover-resource";
import { ownerTagRules } from "../ownership-rules";
import type { SweepKind } from "./kind";

export const queues: SweepKind = {
  name: "queue",
  async find({ sqs }, { name }, id) {
    const urls = id === undefined ? await queueUrls(sqs, interruptionQueues(name)) : [id];
    return eachUnlessMissing(missingCodes.sqs, urls, async (url): Promise<LeftoverResource> => {
      const { Tags = {} } = await sqs.send(new ListQueueTagsCommand({ QueueUrl: url }));
      return { id: url, name: url.split("/").at(-1), tags: Tags };
    });
  },
  ownershipRules: ({ name }) =>
    interruptionQueues(name).flatMap((queue) =>
      ownerTagRules(name).map((tags) => [{ named: queue }, ...tags]),
    ),
  async remove({ sqs }, id) {
    await sqs.send(new DeleteQueueCommand({ QueueUrl: id }));
  },
  gone: missingCodes.sqs,
  leftByStage: "owned",
};

async function queueUrls(sqs: SQSClient, prefixes: readonly string[]): Promise<string[]> {
  const lists = prefixes.map((QueueNamePrefix) =>
    allPages(paginateListQueues({ client: sqs }, { QueueNamePrefix }), (page) => page.QueueUrls),
  );
  return (await Promise.all(lists)).flat();
}

export const eventRules: SweepKind = {
  name: "event rule",
  async find({ events }, { name }, id) {
    const rules =
      id === undefined
        ? (
            await Promise.all(eventRulePrefixes.map((prefix) => allRules(events, { NamePrefix: prefix })))
          ).flat()
        : [await events.send(new DescribeRuleCommand({ Name: id }))];
    return eachUnlessMissing(missingCodes.events, rules, (rule) => ruleResource(events, rule, name));
  },
  ownershipRules: ({ name }) =>
    ownerTagRules(name).map((tags) => [
      { generatedFrom: eventRulePrefixes },
      { tag: "ClusterName", value: name },
      ...tags,
    ]),
  async remove({ events }, id) {
    const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: id }));
    const Ids = Targets.flatMap(({ Id }) => (Id === undefined ? [] : [Id]));
    if (Ids.length > 0) await events.send(new RemoveTargetsCommand({ Rule: id, Ids }));
    await events.send(new DeleteRuleCommand({ Name: id }));
  },
  gone: missingCodes.events,
  leftByStage: "owned",
};

/** Another owner uses a rule with a target that is not a queue of this cluster in the rule's account and Region. */
async function ruleResource(
  events: EventBridgeClient,
  { Name = "", Arn = "" }: Pick<Rule, "Name" | "Arn">,
  cluster: string,
): Promise<LeftoverResource> {
  const { Tags } = await events.send(new ListTagsForResourceCommand({ ResourceARN: Arn }));
  const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: Name }));
  const [, partition = "", , region = "", account = ""] = Arn.split(":");
  const own = interruptionQueues(cluster).map(
    (queue) => `arn:${partition}:sqs:${region}:${account}:${queue}`,
  );
  const usedBy = Targets.map((target) => target.Arn ?? "").filter((arn) => !own.includes(arn));
  return { id: Name, tags: tagsOf(Tags), usedBy };
}

export const logGroups: SweepKind = {
  name: "log group",
  async find({ logs }, { name }, id) {
    const prefixes = id === undefined ? logGroupPrefixes(name) : [id];
    const lists = prefixes.map((logGroupNamePrefix) =>
      allPages(paginateDescribeLogGroups({ client: logs }, { logGroupNamePrefix }), (page) => page.logGroups),
    );
    const groups = (await Promise.all(lists))
      .flat()
      .filter(({ logGroupName }) => id === undefined || logGroupName === id);
    return eachUnlessMissing(
      missingCodes.logs,
      groups,
      async ({ logGroupName = "", arn = "" }): Promise<LeftoverResource> => {
        const { tags = {} } = await logs.send(
          new ListLogTagsCommand({ resourceArn: arn.replace(/:\*$/, "") }),
        );
        return { id: logGroupName, tags };
      },
    );
  },
  // EKS creates its log group again without tags, so only the exact names prove the owner.
  ownershipRules: ({ name }) => [clusterLogGroup(name), fargateLogGroup(name)].map((named) => [{ named }]),
  async remove({ logs }, logGroupName) {
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
  },
  gone: missingCodes.logs,
  leftByStage: "owned",
};
