/**
 * Decides whether IAM policies allow a call, with the features that the policies of the interruption chain use. At least one
 * statement must allow the call, and none may deny it. Conditions are not evaluated: a statement with a condition never
 * allows a call, and always denies one if its effect is Deny.
 * Source: IAM user guide, "Policy evaluation logic"; SQS developer guide, "Using identity-based policies" (2026-11).
 */
import { z } from "zod";

const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const statementSchema = z.object({
  Effect: z.enum(["Allow", "Deny"]),
  Action: texts,
  Resource: texts,
  Principal: z.union([z.literal("*"), z.record(z.string(), texts)]).optional(),
  Condition: z.unknown().optional(),
});
const policySchema = z.object({ Statement: z.array(statementSchema) });
/** A parsed policy. */
export type Policy = z.output<typeof policySchema>;
type Statement = Policy["Statement"][number];

/** Parses the JSON of a policy. @throws ZodError or SyntaxError if it is not a policy */
export function parsePolicy(text: string): Policy {
  return policySchema.parse(JSON.parse(text));
}

interface RequestedCall {
  readonly action: string;
  /** The ARN of the resource. */
  readonly resource: string;
}

/** Whether a role may make a call. @param policies all policies that are attached to the role */
export function roleMay(policies: readonly Policy[], call: RequestedCall): boolean {
  return isAllowed(
    policies.flatMap(({ Statement }) => Statement),
    call,
  );
}

/** Whether a service, such as `events.amazonaws.com`, may make a call. Evaluates the policy of the called resource. */
export function serviceMay({ Statement }: Policy, service: string, call: RequestedCall): boolean {
  const statements = Statement.filter(
    ({ Principal }) => Principal === "*" || Principal?.Service?.includes(service) === true,
  );
  return isAllowed(statements, call);
}

function isAllowed(statements: readonly Statement[], { action, resource }: RequestedCall): boolean {
  const matching = statements.filter(
    ({ Action, Resource }) =>
      Action.some((pattern) => matches(pattern, action)) &&
      Resource.some((pattern) => matches(pattern, resource)),
  );
  return (
    matching.every(({ Effect }) => Effect === "Allow") &&
    matching.some(({ Condition }) => Condition === undefined)
  );
}

/** In the pattern, `*` matches any characters. */
function matches(pattern: string, text: string): boolean {
  const literal = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`).test(text);
}
