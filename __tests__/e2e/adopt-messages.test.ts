/**
 * Adoption finds the queues and event rules that a lost run left, and ignores those of other clusters. Without adoption, AWS
 * would create duplicates and report no error.
 */
import { EventBridgeClient, PutRuleCommand } from "@aws-sdk/client-eventbridge";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startAws, type EmulatedAws } from "../../src/emulator/aws";
import { clientSettings } from "../../src/emulator/aws/clients";
import { dummyAccessKeyId } from "../../src/emulator/home";
import { findRequirements } from "../../src/emulator/requirements";
import { parsePlan } from "../../src/clients/terraform/plan-json";
import { findExisting, readPlan, type Candidate } from "../../src/run/adopt";
import { ending, found, given, mark, pairs, planned, region } from "../run/adopt/seeds";

const requirements = await findRequirements();
describe.skipIf(!requirements.ok)("adoption of queues and rules", () => {
  let aws: EmulatedAws;
  let testCount = 0;
  let ourName: string;
  /** The name of another cluster, which starts with our cluster's name. */
  let theirName: string;
  const settings = () => clientSettings({ url: aws.url, region, accessKeyId: dummyAccessKeyId });
  const adopt = (candidates: readonly Candidate[], recorded: ReadonlySet<string> = new Set()) =>
    findExisting(candidates, { name: ourName, access: settings(), recorded });

  beforeAll(async () => {
    if (requirements.ok) aws = await startAws({ moto: requirements.moto });
  });
  // A new cluster name for each test is faster than emptying the account.
  beforeEach(() => {
    ourName = `glrunner-${(testCount++).toString(36)}`;
    theirName = `${ourName}-b`;
  });
  afterAll(async () => {
    if (requirements.ok) await aws.stop();
  });

  const ruleTags = (cluster: string) => ({ ClusterName: cluster, ...mark(cluster) });
  const createRule = async (tags: Readonly<Record<string, string>>, prefix = "HealthEvent-") => {
    const Name = `${prefix}${ending()}`;
    const EventPattern = JSON.stringify({ source: ["aws.health"] });
    const client = new EventBridgeClient(settings());
    await client.send(new PutRuleCommand({ Name, EventPattern, Tags: pairs(tags) }));
    return Name;
  };

  it("finds rules and queues by their tags, because other clusters use similar names", async () => {
    const [own] = [await createRule(ruleTags(ourName)), await createRule(ruleTags(theirName))];
    const queues = new SQSClient(settings());
    const { QueueUrl } = await queues.send(
      new CreateQueueCommand({ QueueName: `karpenter-${ourName}`, tags: mark(ourName) }),
    );
    await queues.send(new CreateQueueCommand({ QueueName: `karpenter-${theirName}`, tags: mark(theirName) }));
    const rulePlanned = { name_prefix: "HealthEvent-", event_bus_name: "default" };
    const result = await adopt([
      planned("aws_cloudwatch_event_rule", { ...rulePlanned, tags_all: ruleTags(ourName) }, "rule"),
      planned("aws_cloudwatch_event_rule", { ...rulePlanned, tags: null }, "untagged"),
      planned("aws_sqs_queue", { name: `karpenter-${ourName}`, tags_all: mark(ourName) }, "queue"),
      planned("aws_sqs_queue", { name: "karpenter-none", tags_all: mark(ourName) }, "none"),
    ]);
    expect(found(result)).toEqual({ rule: own, queue: QueueUrl });
    expect(result.ambiguous.map(({ address, found: ids }) => [address, ids.length])).toEqual([
      ["untagged", 2],
    ]);
    expect(result.toCreate).toEqual(["none"]);
  });

  it("finds a queue by its tags if Terraform completed the queue's name", async () => {
    const client = new SQSClient(settings());
    const createQueue = async (cluster: string) => {
      const QueueName = `handler-${ending()}`;
      const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName, tags: mark(cluster) }));
      return given(QueueUrl);
    };
    const [own] = [await createQueue(ourName), await createQueue(theirName)];
    const plannedQueue = planned(
      "aws_sqs_queue",
      { name_prefix: "handler-", tags_all: mark(ourName) },
      "queue",
    );
    expect(found(await adopt([plannedQueue]))).toEqual({ queue: own });
  });

  /** Returns a plan as Terraform shows it before the dependencies of the add-ons module exist: the tags are unknown. */
  const rulePlan = (prefix = "HealthEvent-") => ({
    format_version: "1.2",
    resource_changes: [
      {
        address: "rule",
        mode: "managed",
        type: "aws_cloudwatch_event_rule",
        change: {
          actions: ["create"],
          after: { name_prefix: prefix, event_bus_name: "default", description: null },
          after_unknown: { arn: true, id: true, name: true, tags: true, tags_all: true },
        },
      },
    ],
  });

  it("finds rules whose planned tags are unknown, by the tags of the cluster", async () => {
    await createRule(ruleTags(theirName));
    await createRule(mark(ourName));
    await createRule({ ClusterName: ourName });
    await createRule(ruleTags(ourName), "KarpenterHealthEvent-");
    const { candidates } = readPlan(parsePlan(JSON.stringify(rulePlan())));
    expect(await adopt(candidates)).toMatchObject({ imports: [], ambiguous: [], toCreate: ["rule"] });
    const own = await createRule(ruleTags(ourName));
    expect(found(await adopt(candidates))).toEqual({ rule: own });
    const other = await createRule({
      ClusterName: ourName,
      Blueprint: ourName,
      GithubRepo: "github.com/aws-ia/terraform-aws-eks-blueprints",
    });
    expect((await adopt(candidates)).ambiguous.map(({ found: ids }) => [...ids].sort())).toEqual([
      [own, other].sort(),
    ]);
    expect(found(await adopt(candidates, new Set([`aws_cloudwatch_event_rule ${own}`])))).toEqual({
      rule: other,
    });
  });
});
