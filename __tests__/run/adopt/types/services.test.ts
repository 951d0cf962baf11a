/** Keys, log groups, event rules, queues and buckets: which are adopted, and which are left alone. */
import { describe, expect, it } from "vitest";
import { others, own, suffix, useScriptedAdoption } from "./scripted-adoption";

const { aws, find } = useScriptedAdoption();

type Tags = Readonly<Record<string, string>>;

const answers = (target: string, body: object) => void aws().answers.set(target, JSON.stringify(body));
const pairs = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
const fails = (code: string) => [400, JSON.stringify({ __type: code, message: "no" })] as const;

describe("a KMS key", () => {
  const type = "aws_kms_key";
  const planned = { description: "secrets of ci", tags_all: own };
  const metadata = { KeyManager: "CUSTOMER", KeyState: "Enabled", Description: "secrets of ci" };
  /** KMS lists these keys, by id. */
  const keys = (described: Readonly<Record<string, readonly [more: object, tags: Tags]>>) => {
    answers("TrentService.ListKeys", { Keys: Object.keys(described).map((KeyId) => ({ KeyId })) });
    aws().answers.set("TrentService.DescribeKey", ({ KeyId }) =>
      JSON.stringify({ KeyMetadata: { KeyId, ...metadata, ...described[String(KeyId)]?.[0] } }),
    );
    aws().answers.set("TrentService.ListResourceTags", ({ KeyId }) => {
      const tags = pairs(described[String(KeyId)]?.[1] ?? {});
      return JSON.stringify({ Tags: tags.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })) });
    });
  };

  it("is adopted by its description and every planned tag", async () => {
    keys({ a: [{}, others], b: [{}, own], c: [{ Description: "other" }, own] });
    expect(await find(type, planned)).toMatchObject({ is: "owned", id: "b" });
  });

  it.each([
    [{ KeyState: "PendingDeletion" }],
    [{ KeyState: "Disabled" }],
    [{ KeyManager: "AWS" }],
    [{ Description: "secrets of ci-eu" }],
  ])("is another key with %j", async (more) => {
    keys({ a: [more, own] });
    expect(await find(type, planned)).toEqual({ is: "absent" });
    expect(aws().asked("TrentService.ListResourceTags")).toEqual([]);
  });

  it("is reported when two have every planned tag", async () => {
    keys({ a: [{}, own], b: [{}, own] });
    expect(await find(type, planned)).toMatchObject({ is: "ambiguous", found: ["a", "b"] });
  });
});

describe("the alias of a key", () => {
  const type = "aws_kms_alias";
  const target_key_id = "arn:aws:kms:us-west-2:123456789012:key/k-1";
  const planned = { name: "alias/eks/ci", target_key_id };
  const aliases = (...listed: readonly object[]) => {
    answers("TrentService.ListAliases", { Aliases: listed });
  };

  it("is adopted when it leads to the planned key", async () => {
    aliases({ AliasName: "alias/eks/ci-eu" }, { AliasName: "alias/eks/ci", TargetKeyId: "k-1" });
    expect(await find(type, planned)).toMatchObject({ is: "owned", id: "alias/eks/ci" });
  });

  it.each([[{ TargetKeyId: "k-2" }], [{}]])(
    "is reported when it leads to another key: %j",
    async (target) => {
      aliases({ AliasName: "alias/eks/ci", ...target });
      expect(await find(type, planned)).toMatchObject({ is: "ambiguous", found: ["alias/eks/ci"] });
    },
  );

  it("is absent under other names, and undecided until its key is known", async () => {
    aliases({ AliasName: "alias/eks/ci-eu", TargetKeyId: "k-1" });
    expect(await find(type, planned)).toEqual({ is: "absent" });
    aliases({ AliasName: "alias/eks/ci", TargetKeyId: "k-1" });
    expect(await find(type, { name: "alias/eks/ci" })).toMatchObject({ is: "undecided" });
    expect(await find(type, {})).toMatchObject({ is: "undecided" });
  });
});

describe("a log group", () => {
  const type = "aws_cloudwatch_log_group";
  const target = (operation: string) => `Logs_20140328.${operation}`;
  const groups = (...names: readonly string[]) => {
    const logGroups = names.map((logGroupName) => ({
      ...{ logGroupName, arn: `arn:aws:logs:us-west-2:123456789012:log-group:${logGroupName}:*` },
    }));
    answers(target("DescribeLogGroups"), { logGroups });
  };

  it.each(["/aws/eks/ci/cluster", "/glrunner/ci/fargate"])(
    "is adopted by the exact name %s without any tag",
    async (name) => {
      groups(`${name}-other`, name);
      expect(await find(type, { name, tags_all: own })).toMatchObject({ is: "owned", id: name });
      expect(aws().asked(target("ListTagsForResource"))).toEqual([]);
    },
  );

  it("needs every planned tag under any other name", async () => {
    const planned = { name: "/app", tags_all: own };
    groups("/app");
    answers(target("ListTagsForResource"), { tags: own });
    expect(await find(type, planned)).toMatchObject({ is: "owned", id: "/app" });
    const resourceArn = "arn:aws:logs:us-west-2:123456789012:log-group:/app";
    expect(aws().asked(target("ListTagsForResource"))).toEqual([{ resourceArn }]);
    answers(target("ListTagsForResource"), { tags: others });
    expect(await find(type, planned)).toMatchObject({ is: "ambiguous", found: ["/app"] });
  });

  it("is absent when only longer names exist, and undecided without a name", async () => {
    groups("/aws/eks/ci/cluster-2");
    expect(await find(type, { name: "/aws/eks/ci/cluster" })).toEqual({ is: "absent" });
    expect(await find(type, { name_prefix: "/aws" })).toMatchObject({ is: "undecided" });
  });
});

describe("an event rule", () => {
  const type = "aws_cloudwatch_event_rule";
  const name = `HealthEvent-${suffix}`;
  const later = `HealthEvent-${suffix.replace(/1$/, "2")}`;
  const list = "AWSEvents.ListRules";
  const readTags = "AWSEvents.ListTagsForResource";
  const rules = (named: Readonly<Record<string, Tags>>) => {
    answers(list, { Rules: Object.keys(named).map((Name) => ({ Name, Arn: `arn:${Name}` })) });
    aws().answers.set(readTags, ({ ResourceARN }) =>
      JSON.stringify({ Tags: pairs(named[String(ResourceARN).slice("arn:".length)] ?? {}) }),
    );
  };
  const marked = { ClusterName: "ci", ...own };
  const planned = { name_prefix: "HealthEvent-" };

  it("is adopted by a generated name and the tags of Karpenter's modules while its tags are unknown", async () => {
    rules({ [later]: { ClusterName: "ci-eu", ...others }, "HealthEvent-mine": marked, [name]: marked });
    expect(await find(type, planned)).toMatchObject({ is: "owned", id: name });
    rules({ [name]: { ClusterName: "ci" }, [later]: own });
    expect(await find(type, planned)).toEqual({ is: "absent" });
  });

  it("is reported when two rules have these tags", async () => {
    rules({ [name]: marked, [later]: marked });
    expect(await find(type, planned)).toMatchObject({ is: "ambiguous", found: [name, later] });
  });

  it("is adopted by the planned tags once they are known", async () => {
    rules({ [name]: own });
    expect(await find(type, { ...planned, tags_all: own })).toMatchObject({ is: "owned", id: name });
  });

  it("has its bus in its id, unless that is the default bus", async () => {
    rules({ "ci-rule": own });
    const exact = { name: "ci-rule", tags_all: own };
    expect(await find(type, exact)).toMatchObject({ is: "owned", id: "ci-rule" });
    const onBus = { ...exact, event_bus_name: "company" };
    expect(await find(type, onBus)).toMatchObject({ is: "owned", id: "company/ci-rule" });
    expect(aws().asked(list)).toEqual([{ EventBusName: "default" }, { EventBusName: "company" }]);
  });

  it("is searched for on every page, and absent when it was deleted after it was listed", async () => {
    rules({ [name]: marked });
    aws().answers.set(list, ({ NextToken }) =>
      JSON.stringify(
        NextToken === "more" ? { Rules: [{ Name: name, Arn: `arn:${name}` }] } : { NextToken: "more" },
      ),
    );
    expect(await find(type, planned)).toMatchObject({ is: "owned", id: name });
    aws().answers.set(readTags, fails("ResourceNotFoundException"));
    expect(await find(type, planned)).toEqual({ is: "absent" });
  });

  it("is undecided without a name", async () => {
    expect(await find(type, {})).toMatchObject({ is: "undecided" });
  });
});

describe("a queue", () => {
  const type = "aws_sqs_queue";
  const planned = { name: "karpenter-ci", tags_all: own };
  const url = (name: string) => `https://sqs.us-west-2.amazonaws.com/123456789012/${name}`;
  const queues = (named: Readonly<Record<string, Tags>>) => {
    answers("AmazonSQS.ListQueues", { QueueUrls: Object.keys(named).map(url) });
    aws().answers.set("AmazonSQS.ListQueueTags", ({ QueueUrl }) =>
      JSON.stringify({ Tags: named[String(QueueUrl).slice(url("").length)] }),
    );
  };

  it("is adopted by its exact name and every planned tag", async () => {
    queues({ "karpenter-ci-eu": own, "karpenter-ci": own });
    expect(await find(type, planned)).toMatchObject({ is: "owned", id: url("karpenter-ci") });
    expect(aws().asked("AmazonSQS.ListQueues")).toMatchObject([{ QueueNamePrefix: "karpenter-ci" }]);
  });

  it("is reported with the tags of another cluster", async () => {
    queues({ "karpenter-ci": others });
    expect(await find(type, planned)).toMatchObject({ is: "ambiguous", found: [url("karpenter-ci")] });
  });

  it.each(["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"])(
    "is absent when SQS answers %s for a queue that it listed",
    async (code) => {
      queues({ "karpenter-ci": own });
      aws().answers.set("AmazonSQS.ListQueueTags", fails(code));
      expect(await find(type, planned)).toEqual({ is: "absent" });
    },
  );

  it("is undecided without a name, and unknown when SQS refuses", async () => {
    expect(await find(type, {})).toMatchObject({ is: "undecided" });
    await expect(find(type, planned)).rejects.toThrow();
  });
});

describe("a bucket", () => {
  const type = "aws_s3_bucket";
  const planned = { bucket: "ci-cache", tags_all: own };
  const request = "GET /ci-cache?tagging";
  const tagged = (tags: Tags) => {
    const set = Object.entries(tags).map(
      ([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`,
    );
    aws().answers.set(request, `<Tagging><TagSet>${set.join("")}</TagSet></Tagging>`);
  };
  const refused = (code: string) => [404, `<Error><Code>${code}</Code></Error>`] as const;

  it("is adopted with every planned tag, and reported with any others", async () => {
    tagged(own);
    expect(await find(type, planned)).toMatchObject({ is: "owned", id: "ci-cache" });
    tagged(others);
    expect(await find(type, planned)).toMatchObject({ is: "ambiguous", found: ["ci-cache"] });
    aws().answers.set(request, refused("NoSuchTagSet"));
    expect(await find(type, planned)).toMatchObject({ is: "ambiguous", found: ["ci-cache"] });
  });

  it("is absent when it does not exist, and unknown when it is in another account", async () => {
    aws().answers.set(request, refused("NoSuchBucket"));
    expect(await find(type, planned)).toEqual({ is: "absent" });
    aws().answers.set(request, refused("AccessDenied"));
    await expect(find(type, planned)).rejects.toThrow();
    expect(await find(type, {})).toMatchObject({ is: "undecided" });
  });
});
