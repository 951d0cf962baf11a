/** Every warning reaches Karpenter in the recorded states of the real modules, and a broken link is found. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { brokenLinks, chainOf, type BrokenLink, type InterruptionChain } from "../support/interruption/chain";
import { awsEvents, matchesPattern } from "../support/interruption/events";
import { parsePolicy, type Policy } from "../support/interruption/policy-decision";
import { recordedStates } from "./compare";

const chain = chainOf(recordedStates(["everything-addons"]));

/** Returns the policy with one text replaced. */
function policyWith(policy: Policy, from: string, to: string): Policy {
  return parsePolicy(replaced(policy, from, to));
}
/** Returns the rules with one text of their patterns replaced. */
function rulesWith(from: string, to: string): Pick<InterruptionChain, "rules"> {
  const patterns = z.array(z.unknown()).parse(
    JSON.parse(
      replaced(
        chain.rules.map(({ pattern }) => pattern),
        from,
        to,
      ),
    ),
  );
  return { rules: chain.rules.map((rule, index) => ({ ...rule, pattern: patterns[index] })) };
}
/** Returns the JSON of a part with one text replaced. @throws Error if the part does not contain the text */
function replaced(part: unknown, from: string, to: string): string {
  const text = JSON.stringify(part);
  if (!text.includes(from)) throw new Error(`not found: ${from}`);
  return text.replaceAll(from, to);
}
/** Replaces one text in the controller's policies that contain it. */
const controllerWith = (from: string, to: string) => ({
  controller: chain.controller.map((policy) =>
    JSON.stringify(policy).includes(from) ? policyWith(policy, from, to) : policy,
  ),
});
const queueWith = (policy: Policy): InterruptionChain => ({ ...chain, queue: { ...chain.queue, policy } });

describe("the path of a warning to Karpenter", () => {
  it.each(["everything", "example"])("is complete in the recorded states of %s", (record) => {
    expect(brokenLinks(chainOf(recordedStates([`${record}-addons`])))).toEqual([]);
  });

  it.each<[string, readonly BrokenLink[], InterruptionChain]>([
    [
      "the event's name without its first letter",
      ["no-rule:spot"],
      { ...chain, ...rulesWith("EC2 Spot Instance", "C2 Spot Instance") },
    ],
    [
      "another source",
      ["no-rule:spot", "no-rule:rebalance", "no-rule:state"],
      { ...chain, ...rulesWith("aws.ec2", "aws.ecs") },
    ],
    ["no rule for health", ["no-rule:health"], { ...chain, ...rulesWith("aws.health", "") }],
    [
      "a target that is another queue",
      ["no-rule:spot", "no-rule:rebalance", "no-rule:state", "no-rule:health"],
      { ...chain, rules: chain.rules.map((rule) => ({ ...rule, target: `${rule.target}-other` })) },
    ],
    [
      "a queue policy without EventBridge",
      ["queue-policy"],
      queueWith(policyWith(chain.queue.policy, "events.amazonaws.com", "sns.amazonaws.com")),
    ],
    [
      "a queue policy for another queue",
      ["queue-policy"],
      queueWith(policyWith(chain.queue.policy, chain.queue.arn, `${chain.queue.arn}-other`)),
    ],
    [
      "a queue policy that denies",
      ["queue-policy"],
      queueWith({
        Statement: [
          ...chain.queue.policy.Statement,
          { Effect: "Deny", Principal: "*", Action: ["sqs:*"], Resource: ["*"], Condition: undefined },
        ],
      }),
    ],
    [
      "no right to delete messages",
      ["controller-policy:sqs:DeleteMessage"],
      { ...chain, ...controllerWith("sqs:DeleteMessage", "sqs:PurgeQueue") },
    ],
    [
      "no right to receive them",
      ["controller-policy:sqs:ReceiveMessage"],
      { ...chain, ...controllerWith("sqs:ReceiveMessage", "sqs:SendMessage") },
    ],
    ["another queue in Karpenter's settings", ["setting"], { ...chain, setting: "karpenter-other" }],
  ])("is broken by %s", (_, links, broken) => {
    expect(brokenLinks(broken)).toEqual(links);
  });

  it("accepts no event of a starting instance or of another service", () => {
    const starting = [awsEvents.state("i-0", "running"), awsEvents.state("i-0", "pending")];
    const otherService = { ...awsEvents.health("i-0"), detail: { service: "RDS" } };
    for (const event of [...starting, otherService, { ...awsEvents.spot("i-0"), source: "my.own" }])
      expect(chain.rules.filter(({ pattern }) => matchesPattern(pattern, event))).toEqual([]);
  });
});
