/**
 * Whether policies allow a call, as far as those of an interruption need it: allowed by a statement, and denied by none. A
 * statement with a condition allows nothing here, and denies, since no call of a test has what a condition asks for.
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
export type Policy = z.output<typeof policySchema>;
type Statement = Policy["Statement"][number];

export function parsePolicy(text: string): Policy {
  return policySchema.parse(JSON.parse(text));
}

interface Asked {
  readonly action: string;
  readonly resource: string;
}

/** Of a role, by all policies that are attached to it. */
export function roleMay(policies: readonly Policy[], asked: Asked): boolean {
  return decided(
    policies.flatMap(({ Statement }) => Statement),
    asked,
  );
}

/** Of a service, such as `events.amazonaws.com`, by the policy of what it calls. */
export function serviceMay({ Statement }: Policy, service: string, asked: Asked): boolean {
  const about = Statement.filter(
    ({ Principal }) => Principal === "*" || Principal?.Service?.includes(service) === true,
  );
  return decided(about, asked);
}

function decided(statements: readonly Statement[], { action, resource }: Asked): boolean {
  const about = statements.filter(
    ({ Action, Resource }) =>
      Action.some((pattern) => matches(pattern, action)) &&
      Resource.some((pattern) => matches(pattern, resource)),
  );
  return (
    about.every(({ Effect }) => Effect === "Allow") && about.some(({ Condition }) => Condition === undefined)
  );
}

/** `*` stands for any characters. */
function matches(pattern: string, text: string): boolean {
  const literal = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`).test(text);
}
