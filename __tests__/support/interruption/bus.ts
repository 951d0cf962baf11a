/**
 * Creates the EventBridge rules and the SQS queue of an interruption chain at the emulated AWS. moto matches events with the
 * patterns of the rules and delivers them, but evaluates no policies. This module therefore evaluates the policy of the
 * queue and the policies of the controller's role.
 */
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { awsAccess } from "../../../src/clients/aws/aws-access";
import { maySend, type ControllerCall, type InterruptionChain } from "./chain";
import type { AwsEvent } from "./events";
import { roleMay } from "./policy-decision";

/** The error of AWS for a call that the caller's policies do not allow. */
export class AccessDenied extends Error {}

/** The path of events from AWS to Karpenter's controller. */
export interface InterruptionBus {
  /** Sends an event as AWS. It reaches the queue if a rule matches it and the policy of the queue allows EventBridge to send. */
  readonly put: (event: AwsEvent) => Promise<void>;
  /**
   * Receives messages as Karpenter's controller. Passes each message to `handle`, then deletes it.
   * @returns the number of messages
   * @throws AccessDenied if the policies of the controller's role do not allow a call
   */
  readonly work: (handle: (message: string) => void) => Promise<number>;
}

/** Creates the queue and the rules. @param env the environment with the endpoint and credentials of the emulated AWS */
export async function startBus(
  env: Readonly<Record<string, string | undefined>>,
  chain: InterruptionChain,
): Promise<InterruptionBus> {
  const access = awsAccess("us-west-2", env);
  const [events, sqs] = [new EventBridgeClient(access), new SQSClient(access)];
  await sqs.send(new CreateQueueCommand({ QueueName: chain.queue.name }));
  await Promise.all(
    chain.rules.map(async ({ name: Name, pattern, target }) => {
      await events.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }));
      await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: "queue", Arn: target }] }));
    }),
  );
  const requireControllerPermission = (action: ControllerCall) => {
    const allowed = roleMay(chain.controller, { action, resource: chain.queue.arn });
    if (!allowed) throw new AccessDenied(`not authorized to perform: ${action}`);
  };
  return {
    put: async ({ source, "detail-type": type, detail, resources }) => {
      if (!maySend(chain.queue)) return;
      const entry = { Source: source, DetailType: type, Detail: JSON.stringify(detail) };
      await events.send(new PutEventsCommand({ Entries: [{ ...entry, Resources: [...resources] }] }));
    },
    work: async (handle) => {
      requireControllerPermission("sqs:GetQueueUrl");
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: chain.setting }));
      requireControllerPermission("sqs:ReceiveMessage");
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      for (const { Body = "", ReceiptHandle } of Messages) {
        handle(Body);
        requireControllerPermission("sqs:DeleteMessage");
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      return Messages.length;
    },
  };
}
