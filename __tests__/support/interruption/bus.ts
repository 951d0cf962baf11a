/**
 * EventBridge and the queue at the emulated AWS, made as the modules make them. moto matches events with the rules' patterns and
 * delivers them; it asks no policy, so that the policy of the queue and those of the controller's role are asked here.
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

/** What AWS answers a caller whose policies do not allow a call. */
export class AccessDenied extends Error {}

export interface InterruptionBus {
  /** AWS says so: to the queue, if a rule takes it and the queue's policy lets it in. */
  readonly put: (event: AwsEvent) => Promise<void>;
  /**
   * Karpenter's controller: hands each message to `handle`, and deletes it then.
   * @throws AccessDenied
   */
  readonly work: (handle: (message: string) => void) => Promise<number>;
}

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
  const asController = (action: ControllerCall) => {
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
      asController("sqs:GetQueueUrl");
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: chain.setting }));
      asController("sqs:ReceiveMessage");
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      for (const { Body = "", ReceiptHandle } of Messages) {
        handle(Body);
        asController("sqs:DeleteMessage");
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      return Messages.length;
    },
  };
}
