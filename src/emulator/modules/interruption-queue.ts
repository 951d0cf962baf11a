/**
 * The queue of warnings that a node will end, and the event rules that fill it. The karpenter submodule of the eks module
 * and the Blueprints add-on each create one, at the same addresses. The queue's policy is left out: the provider waits 25 s
 * after setting it and after removing it, and nothing here sends events.
 */
import { instances, when } from "./expressions";

interface InterruptionQueue {
  /** Condition for the queue's existence. */
  readonly condition: string;
  /** Expression. */
  readonly cluster: string;
  readonly name: string;
  /** Expression. */
  readonly tags: string;
  /** Prefix of the variables `*_managed_sse_enabled`, `*_kms_master_key_id`, ... */
  readonly variables: "queue" | "sqs_queue";
  /** By event. */
  readonly descriptions: Readonly<Record<InterruptionEvent, string>>;
  /** By event: what its detail must match, as in the add-on. @default any event */
  readonly details?: Readonly<Record<string, object>>;
}

const events = {
  health_event: { name: "HealthEvent", source: "aws.health", type: "AWS Health Event" },
  // This spelling is in both modules.
  spot_interupt: { name: "SpotInterrupt", source: "aws.ec2", type: "EC2 Spot Instance Interruption Warning" },
  instance_rebalance: {
    name: "InstanceRebalance",
    source: "aws.ec2",
    type: "EC2 Instance Rebalance Recommendation",
  },
  instance_state_change: {
    name: "InstanceStateChange",
    source: "aws.ec2",
    type: "EC2 Instance State-change Notification",
  },
} as const;

type InterruptionEvent = keyof typeof events;

export function interruptionQueue(queue: InterruptionQueue) {
  const { condition, cluster, name, tags, variables, descriptions, details = {} } = queue;
  const rules = Object.fromEntries(
    Object.entries(events).map(([key, event]) => [
      key,
      {
        name: event.name,
        description: Object.entries(descriptions).find(([name]) => name === key)?.[1],
        pattern: JSON.stringify({
          source: [event.source],
          "detail-type": [event.type],
          ...(details[key] !== undefined && { detail: details[key] }),
        }),
      },
    ]),
  );
  return {
    locals: { event_rules: rules },
    resource: {
      aws_sqs_queue: {
        this: {
          count: when(condition),
          name,
          message_retention_seconds: 300,
          sqs_managed_sse_enabled: `\${var.${variables}_managed_sse_enabled ? true : null}`,
          kms_master_key_id: `\${var.${variables}_kms_master_key_id}`,
          kms_data_key_reuse_period_seconds: `\${var.${variables}_kms_data_key_reuse_period_seconds}`,
          tags: `\${${tags}}`,
        },
      },
      aws_cloudwatch_event_rule: {
        this: {
          for_each: instances("local.event_rules", condition),
          name_prefix: "${var.rule_name_prefix}${each.value.name}-",
          description: "${each.value.description}",
          event_pattern: "${each.value.pattern}",
          tags: `\${merge({ ClusterName = ${cluster} }, ${tags})}`,
        },
      },
      aws_cloudwatch_event_target: {
        this: {
          for_each: instances("local.event_rules", condition),
          rule: "${aws_cloudwatch_event_rule.this[each.key].name}",
          target_id: "KarpenterInterruptionQueueTarget",
          arn: "${aws_sqs_queue.this[0].arn}",
        },
      },
    },
  };
}

export const queueOutputs = (prefix: "queue" | "sqs_queue") => ({
  [`${prefix}_arn`]: "${try(aws_sqs_queue.this[0].arn, null)}",
  [`${prefix}_name`]: "${try(aws_sqs_queue.this[0].name, null)}",
  [`${prefix}_url`]: "${try(aws_sqs_queue.this[0].url, null)}",
  event_rules: "${aws_cloudwatch_event_rule.this}",
});

/** The actions of Karpenter's controller on the queue. */
export const queueActions = [
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
  "sqs:GetQueueUrl",
  "sqs:ReceiveMessage",
] as const;
