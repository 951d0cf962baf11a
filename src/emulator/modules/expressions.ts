/**
 * Terraform expressions that several stand-ins share, as text of its JSON syntax: a number of instances, the first of
 * them, names with or without a prefix, policies.
 */

/** One instance when the condition holds, else none. */
export const when = (condition: string) => `\${${condition} ? 1 : 0}`;

/** An attribute of the first instance; null when there is none. */
export const first = (attribute: string) => `\${try(${attribute}, null)}`;

/** `name` exactly, or as a prefix of a name that AWS completes. */
export function nameOrPrefix(name: string, asPrefix: string, separator = '"-"') {
  return {
    name: `\${${asPrefix} ? null : ${name}}`,
    name_prefix: `\${${asPrefix} ? format("%s%s", ${name}, ${separator}) : null}`,
  };
}

/** The value itself for each key that the condition admits. */
export const instances = (map: string, condition: string) =>
  `\${{ for k, v in ${map} : k => v if ${condition} }}`;

/** What must not depend on the account it runs in; the China partition has another suffix. */
export const partition = "${data.aws_partition.current.partition}";
export const dnsSuffix = "${data.aws_partition.current.dns_suffix}";
export const accountId = "${data.aws_caller_identity.current.account_id}";
export const accountData = {
  aws_partition: { current: {} },
  aws_caller_identity: { current: {} },
} as const;

/** A policy as text. Expressions in it must hold no quotation marks. */
export function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export function trust(service: string, sid?: string): string {
  return policy({
    ...(sid !== undefined && { Sid: sid }),
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: service },
  });
}
