/**
 * Creates AWS events about an instance in the form in which EventBridge delivers them to a target.
 * Source: Amazon EC2 user guide, "Spot Instance interruption notices", "EC2 instance rebalance recommendations" and "State change
 * events for your instances"; AWS Health user guide, "Amazon EventBridge schema"; aws/karpenter-provider-aws@1d927085:
 * pkg/controllers/interruption/messages. Read 2026-11-30.
 */
/** The envelope that all events share. */
export interface AwsEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

const region = "us-west-2";

function event(source: string, type: string, instance: string, detail: AwsEvent["detail"]): AwsEvent {
  return {
    ...{ version: "0", id: "12345678-1234-1234-1234-123456789012", source, "detail-type": type },
    ...{ account: "123456789012", time: "2026-11-30T12:00:00Z", region, detail },
    resources: [`arn:aws:ec2:${region}:123456789012:instance/${instance}`],
  };
}

/** One event per rule of the modules. Each function takes the ID of the instance. */
export const awsEvents = {
  spot: (instance: string) =>
    event("aws.ec2", "EC2 Spot Instance Interruption Warning", instance, {
      ...{ "instance-id": instance, "instance-action": "terminate" },
    }),
  rebalance: (instance: string) =>
    event("aws.ec2", "EC2 Instance Rebalance Recommendation", instance, { "instance-id": instance }),
  state: (instance: string, state = "terminated") =>
    event("aws.ec2", "EC2 Instance State-change Notification", instance, { "instance-id": instance, state }),
  health: (instance: string) =>
    event("aws.health", "AWS Health Event", instance, {
      eventArn: `arn:aws:health:${region}::event/EC2/AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED/1`,
      ...{ service: "EC2", eventTypeCode: "AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED" },
      ...{ eventTypeCategory: "scheduledChange", startTime: "Mon, 30 Nov 2026 12:00:00 GMT" },
      eventDescription: [{ language: "en_US", latestDescription: "Your instance will be retired." }],
      affectedEntities: [{ entityValue: instance }],
    }),
} as const;
/** The name of an event in `awsEvents`. */
export type AwsEventName = keyof typeof awsEvents;

/**
 * Whether a rule's pattern matches an event. Every key of the pattern must be in the event with one of the listed values.
 * Only exact values are supported, since the modules use no others.
 * Source: Amazon EventBridge user guide, "Creating event patterns" (2026-11).
 */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.includes(event);
  if (!isMap(pattern) || !isMap(event)) return false;
  return Object.entries(pattern).every(([key, value]) => matchesPattern(value, event[key]));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
