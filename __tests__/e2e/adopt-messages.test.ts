/**
 * Queues and event rules that a lost run left are found among those of other clusters, and AWS makes a second one of
 * either without a word.
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
  let tests = 0;
  let ours: string;
  /** Its name has ours for a beginning. */
  let theirs: string;
  const settings = () => clientSettings({ url: aws.url, region, accessKeyId: dummyAccessKeyId });
  const adopt = (candidates: readonly Candidate[], recorded: ReadonlySet<string> = new Set()) =>
    findExisting(candidates, { name: ours, access: settings(), recorded });

  beforeAll(async () => {
    if (requirements.ok) aws = await startAws({ moto: requirements.moto });
  });
  // An account that is emptied costs more time than a name that is new.
  beforeEach(() => {
    ours = `glrunner-${(tests++).toString(36)}`;
    theirs = `${ours}-b`;
  });
  afterAll(async () => {
    if (requirements.ok) await aws.stop();
  });

  const ruleTags = (cluster: string) => ({ ClusterName: cluster, ...mark(cluster) });
  const rule = async (tags: Readonly<Record<string, string>>, prefix = "HealthEvent-") => {
    const Name = `${prefix}${ending()}`;
    const EventPattern = JSON.stringify({ source: ["aws.health"] });
    const client = new EventBridgeClient(settings());
    await client.send(new PutRuleCommand({ Name, EventPattern, Tags: pairs(tags) }));
    return Name;
  };

  it("finds rules and queues, whose names others have too, by their tags", async () => {
    const [own] = [await rule(ruleTags(ours)), await rule(ruleTags(theirs))];
    const queues = new SQSClient(settings());
    const { QueueUrl } = await queues.send(
      new CreateQueueCommand({ QueueName: `karpenter-${ours}`, tags: mark(ours) }),
    );
    await queues.send(new CreateQueueCommand({ QueueName: `karpenter-${theirs}`, tags: mark(theirs) }));
    const rulePlanned = { name_prefix: "HealthEvent-", event_bus_name: "default" };
    const result = await adopt([
      planned("aws_cloudwatch_event_rule", { ...rulePlanned, tags_all: ruleTags(ours) }, "rule"),
      planned("aws_cloudwatch_event_rule", { ...rulePlanned, tags: null }, "untagged"),
      planned("aws_sqs_queue", { name: `karpenter-${ours}`, tags_all: mark(ours) }, "queue"),
      planned("aws_sqs_queue", { name: "karpenter-none", tags_all: mark(ours) }, "none"),
    ]);
    expect(found(result)).toEqual({ rule: own, queue: QueueUrl });
    expect(result.ambiguous.map(({ address, found: ids }) => [address, ids.length])).toEqual([
      ["untagged", 2],
    ]);
    expect(result.toCreate).toEqual(["none"]);
  });

  it("finds a queue with Terraform's own ending by its tags", async () => {
    const client = new SQSClient(settings());
    const queue = async (cluster: string) => {
      const QueueName = `handler-${ending()}`;
      const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName, tags: mark(cluster) }));
      return given(QueueUrl);
    };
    const [own] = [await queue(ours), await queue(theirs)];
    const wanted = planned("aws_sqs_queue", { name_prefix: "handler-", tags_all: mark(ours) }, "queue");
    expect(found(await adopt([wanted]))).toEqual({ queue: own });
  });

  /** As Terraform shows it while what the add-ons module waits for is not there: tags are left out. */
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

  it("finds rules while their planned tags are not known, by the tags of the cluster's own", async () => {
    await rule(ruleTags(theirs));
    await rule(mark(ours));
    await rule({ ClusterName: ours });
    await rule(ruleTags(ours), "KarpenterHealthEvent-");
    const { candidates } = readPlan(parsePlan(JSON.stringify(rulePlan())));
    expect(await adopt(candidates)).toMatchObject({ imports: [], ambiguous: [], toCreate: ["rule"] });
    const own = await rule(ruleTags(ours));
    expect(found(await adopt(candidates))).toEqual({ rule: own });
    const other = await rule({
      ClusterName: ours,
      Blueprint: ours,
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
