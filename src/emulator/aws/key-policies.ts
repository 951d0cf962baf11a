/**
 * Decides by the policy of a KMS key whether a caller may use it: moto stores key policies but does not enforce them.
 *
 * 1. A statement applies to a call if its principals, actions and conditions match. One Deny overrides every Allow.
 * 2. A statement for the account leaves the decision to IAM, and the emulator assumes that IAM allows the call.
 * 3. Without a statement that allows it, the call is refused.
 *
 * Sources: KMS developer guide, "Key policies", "AWS KMS condition keys" and "Troubleshooting key access"; IAM user guide,
 * "Policy evaluation logic" and "Troubleshoot access denied error messages" (2026-11).
 */
import { GetKeyPolicyCommand, KMSClient, KMSServiceException } from "@aws-sdk/client-kms";
import * as z from "zod";
import { parseJson } from "../../clients/system/json";
import type { Identities, Identity } from "../identities";
import { clientSettings } from "./clients";
import type { AwsHandler } from "./gateway";
import { conditionHolds, conditionSchema, matchesPattern, type ConditionContext } from "./policy-conditions";
import { AwsError, accountId } from "./protocol";

const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const principals = z
  .union([z.literal("*").transform((all) => [all]), z.object({ AWS: texts.default([]) })])
  .transform((value) => (Array.isArray(value) ? value : value.AWS));
const statementSchema = z.object({
  Effect: z.enum(["Allow", "Deny"]),
  Action: texts.optional(),
  NotAction: texts.optional(),
  Principal: principals.optional(),
  NotPrincipal: principals.optional(),
  Condition: conditionSchema,
});
type Statement = z.output<typeof statementSchema>;
const documentSchema = z.object({
  Statement: z.union([z.array(statementSchema), statementSchema.transform((one) => [one])]),
});

const requestSchema = z.object({ KeyId: z.string().optional(), TargetKeyId: z.string().optional() });

/** @returns a handler that refuses calls and leaves the allowed ones to moto */
export function keyPolicies(url: string, observerKeyId: string, identities: Identities): AwsHandler {
  return async ({ operation, region, body, accessKeyId }) => {
    const caller = identities.of(accessKeyId);
    const parameters = requestSchema.safeParse(parseJson(body)).data;
    const KeyId = parameters?.KeyId ?? parameters?.TargetKeyId;
    if (caller === undefined || KeyId === undefined) return undefined;
    const policy = await policyOf(
      new KMSClient(clientSettings({ url, region, accessKeyId: observerKeyId })),
      KeyId,
    );
    if (policy === undefined) return undefined;
    const action = `kms:${operation}`;
    const decision = evaluate(policy, { action, caller, region });
    if (decision === "allowed") return undefined;
    const key = KeyId.startsWith("arn:") ? KeyId : `arn:aws:kms:${region}:${accountId}:key/${KeyId}`;
    const reason =
      decision === "denied"
        ? "with an explicit deny in a resource-based policy"
        : `because no resource-based policy allows the ${action} action`;
    const refusal = `User: ${caller.callerArn} is not authorized to perform: ${action} on resource: ${key}`;
    throw new AwsError(400, "AccessDeniedException", `${refusal} ${reason}`);
  };
}

/** Undefined for a key that does not exist: moto reports that to the caller. */
async function policyOf(client: KMSClient, KeyId: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }))).Policy;
  } catch (error) {
    if (error instanceof KMSServiceException) return undefined;
    throw error;
  }
}

interface KeyCall {
  /** `kms:DescribeKey` */
  readonly action: string;
  readonly caller: Identity;
  readonly region: string;
}

/**
 * @param policy JSON
 * @returns `denied` if a statement denies the call, `refused` if none allows it
 * @throws AwsError for a malformed policy, and for a condition operator that the emulator does not evaluate
 */
export function evaluate(policy: string, call: KeyCall): "allowed" | "denied" | "refused" {
  const { data } = documentSchema.safeParse(parseJson(policy));
  if (data === undefined) {
    const message = "The emulator cannot read the policy of this key";
    throw new AwsError(400, "MalformedPolicyDocumentException", message);
  }
  const context = contextOf(call);
  const effects = data.Statement.filter(
    (statement) => matchesCall(statement, call) && conditionHolds(statement.Condition, context),
  ).map(({ Effect }) => Effect);
  if (effects.includes("Deny")) return "denied";
  return effects.includes("Allow") ? "allowed" : "refused";
}

function matchesCall({ Principal, NotPrincipal, Action, NotAction }: Statement, { action, caller }: KeyCall) {
  const account = [accountId, `arn:aws:iam::${accountId}:root`];
  const names = [caller.callerArn, caller.principalArn, ...account, "*"];
  const named = (list: readonly string[]) => list.some((principal) => names.includes(principal));
  const listed = (list: readonly string[]) =>
    list.some((pattern) => matchesPattern(action.toLowerCase(), pattern.toLowerCase()));
  const isPrincipal = NotPrincipal === undefined ? named(Principal ?? []) : !named(NotPrincipal);
  return isPrincipal && (NotAction === undefined ? listed(Action ?? []) : !listed(NotAction));
}

/**
 * The condition keys of a call over TLS that no AWS service makes for the caller. A session's principal is its role.
 * Source: IAM user guide, "AWS global condition context keys".
 */
function contextOf({ caller, region }: KeyCall): ConditionContext {
  return new Map([
    ["aws:principalarn", caller.principalArn],
    ["aws:principalaccount", accountId],
    ["kms:calleraccount", accountId],
    ["aws:requestedregion", region],
    ["aws:securetransport", "true"],
    ["aws:viaawsservice", "false"],
  ]);
}
