/**
 * Whether a caller may use a KMS key, by the policy of the key: moto keeps policies and asks none of them. A statement
 * for the account's root hands the decision to IAM, which the emulator takes for a yes. Conditions are not read.
 * Source: KMS developer guide, "Key policies" and "Troubleshooting key access" (2026-11).
 */
import { GetKeyPolicyCommand, KMSClient, KMSServiceException } from "@aws-sdk/client-kms";
import * as z from "zod";
import { parseJson } from "../../clients/system/json";
import type { Identities, Identity } from "../identities";
import { clientSettings } from "./clients";
import type { AwsHandler } from "./gateway";
import { AwsError, accountId } from "./protocol";

const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const documentSchema = z.object({
  Statement: z.array(
    z.object({
      Effect: z.string(),
      Action: texts,
      Principal: z.union([z.literal("*"), z.object({ AWS: texts.default([]) })]),
    }),
  ),
});
type KeyPolicy = z.output<typeof documentSchema>;

const requestSchema = z.object({ KeyId: z.string().optional(), TargetKeyId: z.string().optional() });

/** Never answers what a key's policy allows: moto does. */
export function keyPolicies(url: string, observerKeyId: string, identities: Identities): AwsHandler {
  return async ({ operation, region, body, accessKeyId }) => {
    const caller = identities.of(accessKeyId);
    const asked = requestSchema.safeParse(parseJson(body)).data;
    const KeyId = asked?.KeyId ?? asked?.TargetKeyId;
    if (caller === undefined || KeyId === undefined) return undefined;
    const policy = await policyOf(
      new KMSClient(clientSettings({ url, region, accessKeyId: observerKeyId })),
      KeyId,
    );
    if (policy === undefined || allows(policy, `kms:${operation}`, caller)) return undefined;
    const key = KeyId.startsWith("arn:") ? KeyId : `arn:aws:kms:${region}:${accountId}:key/${KeyId}`;
    throw new AwsError(
      400,
      "AccessDeniedException",
      `User: ${caller.callerArn} is not authorized to perform: kms:${operation} on resource: ${key} because no resource-based policy allows the kms:${operation} action`,
    );
  };
}

/** Undefined for a key that there is not: moto says so to the caller. */
async function policyOf(client: KMSClient, KeyId: string): Promise<KeyPolicy | undefined> {
  try {
    const { Policy = "" } = await client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
    return documentSchema.safeParse(parseJson(Policy)).data;
  } catch (error) {
    if (error instanceof KMSServiceException) return undefined;
    throw error;
  }
}

export function allows({ Statement }: KeyPolicy, action: string, caller: Identity): boolean {
  const account = [accountId, `arn:aws:iam::${accountId}:root`];
  const names = [caller.callerArn, caller.principalArn, ...account];
  return Statement.some(
    ({ Effect, Action, Principal }) =>
      Effect === "Allow" &&
      (Principal === "*" || Principal.AWS.some((each) => each === "*" || names.includes(each))) &&
      Action.some((pattern) => matches(pattern, action)),
  );
}

/** `*` stands for any characters, as everywhere in policies. */
function matches(pattern: string, action: string): boolean {
  const [start = "", ...rest] = pattern.split("*");
  return rest.length === 0 ? pattern === action : action.startsWith(start);
}
