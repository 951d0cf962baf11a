/**
 * Reads the path of an interruption warning from AWS to Karpenter out of Terraform states: the EventBridge rules, the queue
 * with its policy, the policies of the controller's role, and the Karpenter setting that names the queue. Finds the broken
 * links of this path.
 */
import { parse } from "yaml";
import { z } from "zod";
import type { States } from "../../fidelity/compare";
import { awsEvents, matchesPattern, type AwsEventName } from "./events";
import { parsePolicy, roleMay, serviceMay, type Policy } from "./policy-decision";

/** A rule of EventBridge. */
export interface InterruptionRule {
  readonly name: string;
  readonly pattern: unknown;
  /** The ARN of the target. */
  readonly target: string;
}

/** All parts of the path. */
export interface InterruptionChain {
  readonly queue: { readonly name: string; readonly arn: string; readonly policy: Policy };
  readonly rules: readonly InterruptionRule[];
  /** The policies that are attached to the controller's role. */
  readonly controller: readonly Policy[];
  /** The value of `settings.interruptionQueue` in Karpenter's Helm chart. */
  readonly setting: string;
}

const module = "module.eks_blueprints_kubernetes_addons.module.karpenter[0]";
const settingsSchema = z.object({ settings: z.object({ interruptionQueue: z.string() }) });

/** Reads the chain from states. @throws ZodError if the states lack a part */
export function chainOf(states: States): InterruptionChain {
  const valuesAt = (address: string) => states.get(address) ?? {};
  const text = (address: string, name: string) => z.string().parse(valuesAt(address)[name]);
  const addressesOf = (type: string) =>
    [...states.keys()].filter((address) => address.startsWith(`${module}.${type}.`));
  const targets = addressesOf("aws_cloudwatch_event_target").map((address) => ({
    rule: text(address, "rule"),
    arn: text(address, "arn"),
  }));
  const [queue, role] = [`${module}.aws_sqs_queue.this[0]`, `${module}.module.helm_addon.module.irsa[0]`];
  const roleName = text(`${role}.aws_iam_role.irsa[0]`, "name");
  const attached = [...states]
    .filter(([address, { role }]) => address.includes("aws_iam_role_policy_attachment") && role === roleName)
    .map(([address]) => text(address, "policy_arn"));
  const policies = [...states]
    .filter(
      ([address, { arn }]) =>
        address.includes("aws_iam_policy.") && typeof arn === "string" && attached.includes(arn),
    )
    .map(([address]) => parsePolicy(text(address, "policy")));
  const release = valuesAt(`${module}.module.helm_addon.helm_release.addon[0]`);
  const [chart = ""] = z.array(z.string()).parse(release.values);
  return {
    queue: {
      ...{ name: text(queue, "name"), arn: text(queue, "arn") },
      policy: parsePolicy(text(`${module}.aws_sqs_queue_policy.this[0]`, "policy")),
    },
    rules: addressesOf("aws_cloudwatch_event_rule").map((address) => {
      const name = text(address, "name");
      const pattern: unknown = JSON.parse(text(address, "event_pattern"));
      return { name, pattern, target: targets.find(({ rule }) => rule === name)?.arn ?? "" };
    }),
    controller: policies,
    setting: settingsSchema.parse(parse(chart)).settings.interruptionQueue,
  };
}

/** The calls that the controller makes to its queue. Source: aws/karpenter-provider-aws@1d927085:pkg/providers/sqs/sqs.go. */
export const controllerCalls = ["sqs:GetQueueUrl", "sqs:ReceiveMessage", "sqs:DeleteMessage"] as const;
/** One of these calls. */
export type ControllerCall = (typeof controllerCalls)[number];

/** A reason why a warning does not reach Karpenter. */
export type BrokenLink =
  `no-rule:${AwsEventName}` | "queue-policy" | `controller-policy:${ControllerCall}` | "setting";

/** Returns the links that would stop a warning; empty if Karpenter receives all warnings. */
export function brokenLinks({ queue, rules, controller, setting }: InterruptionChain): readonly BrokenLink[] {
  const events = Object.entries(awsEvents).map(([name, make]) => [name, make("i-0")] as const);
  const names = Object.keys(awsEvents).filter((name): name is AwsEventName => name in awsEvents);
  const unmatched = names.filter((name) => {
    const event = events.find(([eventName]) => eventName === name)?.[1];
    return !rules.some(({ pattern, target }) => target === queue.arn && matchesPattern(pattern, event));
  });
  const notAllowed = controllerCalls.filter(
    (action) => !roleMay(controller, { action, resource: queue.arn }),
  );
  return [
    ...unmatched.map((name) => `no-rule:${name}` as const),
    ...(maySend(queue) ? [] : (["queue-policy"] as const)),
    ...notAllowed.map((action) => `controller-policy:${action}` as const),
    ...(setting === queue.name ? [] : (["setting"] as const)),
  ];
}

/** Whether the policy of the queue allows EventBridge to send messages. */
export function maySend({ policy, arn }: InterruptionChain["queue"]): boolean {
  return serviceMay(policy, "events.amazonaws.com", { action: "sqs:SendMessage", resource: arn });
}
