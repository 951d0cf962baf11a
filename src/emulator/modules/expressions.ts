/**
 * Terraform expressions that several stand-ins share, as text in Terraform's JSON syntax: counts, the first instance, names
 * with or without a prefix, and policies.
 */

/** One instance when the condition holds, else none. */
export const when = (condition: string) => `\${${condition} ? 1 : 0}`;

/** An attribute of the first instance; null when there is none. */
export const first = (attribute: string) => `\${try(${attribute}, null)}`;

/** Arguments for an exact `name`, or for a prefix that AWS completes. @param asPrefix condition for the prefix */
export function nameOrPrefix(name: string, asPrefix: string, separator = '"-"') {
  return {
    name: `\${${asPrefix} ? null : ${name}}`,
    name_prefix: `\${${asPrefix} ? format("%s%s", ${name}, ${separator}) : null}`,
  };
}

/** Arguments of the same names, each with an expression. */
export const argumentsFor = (names: readonly string[], expression: (name: string) => string) =>
  Object.fromEntries(names.map((name) => [name, `\${${expression(name)}}`]));

export const timeoutNames = ["create", "update", "delete"] as const;

/** Filters a map. @param condition on `k` and `v` */
export const instances = (map: string, condition: string) =>
  `\${{ for k, v in ${map} : k => v if ${condition} }}`;

/** Read from the account, because the China partition has another suffix. */
export const partition = "${data.aws_partition.current.partition}";
export const dnsSuffix = "${data.aws_partition.current.dns_suffix}";
export const accountId = "${data.aws_caller_identity.current.account_id}";
export const accountData = {
  aws_partition: { current: {} },
  aws_caller_identity: { current: {} },
} as const;

/** A policy as text. Expressions in it must not contain quotation marks. */
export function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A trust policy for an AWS service. */
export function trust(service: string, sid?: string): string {
  return policy({
    ...(sid !== undefined && { Sid: sid }),
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: service },
  });
}
