/** Lists rules of EventBridge, for which the SDK has no paginator. */
import {
  ListRulesCommand,
  type EventBridgeClient,
  type ListRulesRequest,
  type Rule,
} from "@aws-sdk/client-eventbridge";

/** Every rule of a bus, or with a prefix. @throws the error of AWS */
export async function allRules(
  client: EventBridgeClient,
  request: Pick<ListRulesRequest, "NamePrefix" | "EventBusName">,
): Promise<readonly Rule[]> {
  const found: Rule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListRulesCommand({ ...request, NextToken }));
    found.push(...(page.Rules ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}
