import { describe, expect, it } from "vitest";
import { eventRules, logGroups, queues } from "../../../../src/run/sweep/kinds/queues-and-logs";
import { others, own, suffix, useScriptedAccount } from "../scripted-account";

const account = useScriptedAccount();
const { find, isOwned, json, remove } = account;
const asked = (target: string) => account.aws().asked(target);
const fails = (target: string, code: string) =>
  void account.aws().answers.set(target, [400, JSON.stringify({ __type: code, message: "no" })]);

describe("an interruption queue", () => {
  const url = (name: string) => `https://sqs.us-west-2.amazonaws.com/123456789012/${name}`;

  it("is searched for under both names that Karpenter's modules give it", async () => {
    account
      .aws()
      .answers.set("AmazonSQS.ListQueues", ({ QueueNamePrefix }) =>
        JSON.stringify({ QueueUrls: [url(String(QueueNamePrefix))] }),
      );
    json("AmazonSQS.ListQueueTags", { Tags: own });
    expect(await find(queues)).toEqual([
      { id: url("karpenter-ci"), name: "karpenter-ci", tags: own },
      { id: url("Karpenter-ci"), name: "Karpenter-ci", tags: own },
    ]);
  });

  it("is left out when it was deleted after SQS listed it", async () => {
    fails("AmazonSQS.ListQueueTags", "QueueDoesNotExist");
    expect(await find(queues, url("karpenter-ci"))).toEqual([]);
    expect(asked("AmazonSQS.ListQueues")).toEqual([]);
  });

  it("is the cluster's by its exact name and the owner tag together", () => {
    const queue = (name: string, tags: Readonly<Record<string, string>>) =>
      isOwned(queues, { id: url(name), name, tags });
    expect(queue("karpenter-ci", own)).toBe(true);
    expect(queue("karpenter-ci", {})).toBe(false);
    expect(queue("karpenter-ci", others)).toBe(false);
    expect(queue("karpenter-ci-eu", own)).toBe(false);
  });

  it("is deleted by its URL", async () => {
    json("AmazonSQS.DeleteQueue");
    await remove(queues, url("karpenter-ci"));
    expect(asked("AmazonSQS.DeleteQueue")).toEqual([{ QueueUrl: url("karpenter-ci") }]);
  });
});

describe("an event rule", () => {
  const name = `HealthEvent-${suffix}`;
  const arn = `arn:aws:events:us-west-2:123456789012:rule/${name}`;
  const queueArn = (queue: string) => `arn:aws:sqs:us-west-2:123456789012:${queue}`;
  const marked = { ClusterName: "ci", ...own };
  const targets = (...arns: readonly string[]) => {
    json("AWSEvents.ListTargetsByRule", { Targets: arns.map((Arn, index) => ({ Id: `t${index}`, Arn })) });
  };

  it("is listed with its tags under each prefix that Karpenter's modules use", async () => {
    account
      .aws()
      .answers.set("AWSEvents.ListRules", ({ NamePrefix }) =>
        JSON.stringify({ Rules: NamePrefix === "HealthEvent-" ? [{ Name: name, Arn: arn }] : [] }),
      );
    json("AWSEvents.ListTagsForResource", { Tags: [{ Key: "ClusterName", Value: "ci" }] });
    targets(queueArn("karpenter-ci"));
    expect(await find(eventRules)).toEqual([{ id: name, tags: { ClusterName: "ci" }, usedBy: [] }]);
    const prefixes = asked("AWSEvents.ListRules").map(({ NamePrefix }) => NamePrefix);
    expect(prefixes).toHaveLength(8);
    expect(prefixes).toContain("KarpenterSpotInterrupt-");
    expect(asked("AWSEvents.ListTagsForResource")).toEqual([{ ResourceARN: arn }]);
  });

  it.each([
    ["a queue of another cluster", queueArn("karpenter-ci-eu")],
    ["a queue of another account", "arn:aws:sqs:us-west-2:999999999999:karpenter-ci"],
    ["a queue of another Region", "arn:aws:sqs:eu-west-1:123456789012:karpenter-ci"],
    ["a function", "arn:aws:lambda:us-west-2:123456789012:function:karpenter-ci"],
  ])("is in use when it has %s for a target", async (_, target) => {
    json("AWSEvents.DescribeRule", { Name: name, Arn: arn });
    json("AWSEvents.ListTagsForResource", { Tags: [] });
    targets(queueArn("karpenter-ci"), target);
    expect(await find(eventRules, name)).toMatchObject([{ id: name, usedBy: [target] }]);
  });

  it("is left out when it was deleted after it was listed", async () => {
    json("AWSEvents.DescribeRule", { Name: name, Arn: arn });
    fails("AWSEvents.ListTagsForResource", "ResourceNotFoundException");
    expect(await find(eventRules, name)).toEqual([]);
  });

  it("is the cluster's by a generated name and its tags together", () => {
    const rule = (id: string, tags: Readonly<Record<string, string>>) => isOwned(eventRules, { id, tags });
    expect(rule(name, marked)).toBe(true);
    expect(rule(`Karpenter${name}`, marked)).toBe(true);
    expect(rule("HealthEvent-by-hand", marked)).toBe(false);
    expect(rule(name, own)).toBe(false);
    expect(rule(name, { ClusterName: "ci", ...others })).toBe(false);
  });

  it("is deleted after its targets", async () => {
    targets(queueArn("karpenter-ci"), queueArn("Karpenter-ci"));
    json("AWSEvents.RemoveTargets");
    account.aws().answers.set("AWSEvents.DeleteRule", () => {
      expect(asked("AWSEvents.RemoveTargets")).toEqual([{ Rule: name, Ids: ["t0", "t1"] }]);
      return "{}";
    });
    await remove(eventRules, name);
    expect(asked("AWSEvents.DeleteRule")).toEqual([{ Name: name }]);
  });

  it("is deleted alone when it has no targets", async () => {
    targets();
    json("AWSEvents.DeleteRule");
    await remove(eventRules, name);
    expect(asked("AWSEvents.RemoveTargets")).toEqual([]);
  });
});

describe("a log group", () => {
  const target = (operation: string) => `Logs_20140328.${operation}`;
  const group = (logGroupName: string) => ({ logGroupName, arn: `arn:${logGroupName}:*` });

  it("is listed by the beginnings of the cluster's names, with its tags", async () => {
    account
      .aws()
      .answers.set(target("DescribeLogGroups"), ({ logGroupNamePrefix }) =>
        JSON.stringify({ logGroups: [group(`${String(logGroupNamePrefix)}/x`)] }),
      );
    json(target("ListTagsForResource"), { tags: own });
    expect(await find(logGroups)).toEqual([
      { id: "/aws/eks/ci/x", tags: own },
      { id: "/glrunner/ci/x", tags: own },
    ]);
    expect(asked(target("ListTagsForResource"))).toContainEqual({ resourceArn: "arn:/aws/eks/ci/x" });
  });

  it("is read alone by its exact name", async () => {
    const name = "/aws/eks/ci/cluster";
    json(target("DescribeLogGroups"), { logGroups: [group(`${name}-2`), group(name)] });
    json(target("ListTagsForResource"));
    expect(await find(logGroups, name)).toEqual([{ id: name, tags: {} }]);
  });

  it("is the cluster's by its exact name only, whatever its tags", () => {
    const isClusters = (id: string, tags = {}) => isOwned(logGroups, { id, tags });
    expect(isClusters("/aws/eks/ci/cluster")).toBe(true);
    expect(isClusters("/glrunner/ci/fargate")).toBe(true);
    expect(isClusters("/aws/eks/ci-eu/cluster", own)).toBe(false);
    expect(isClusters("/aws/eks/ci/cluster/x", own)).toBe(false);
  });

  it("is deleted by its name", async () => {
    json(target("DeleteLogGroup"));
    await remove(logGroups, "/glrunner/ci/fargate");
    expect(asked(target("DeleteLogGroup"))).toEqual([{ logGroupName: "/glrunner/ci/fargate" }]);
  });
});
