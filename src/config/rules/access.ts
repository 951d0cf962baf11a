/** Entries of `aws-auth` that can never match: the cluster compares the ARN of the IAM role or user itself. */
import { needs, type Rule } from "./rule";

const lists = ["roles", "users"] as const;
type List = (typeof lists)[number];

/**
 * What is wrong with an ARN, and which ARN to use. AWS shows the `assumed-role` form of a session, which has the role's name
 * without its path. The authenticator compares roles without their path.
 * Source: kubernetes-sigs/aws-iam-authenticator pkg/arn/arn.go, Canonicalize; issue 268.
 */
function mistake(arn: string, list: List): readonly [message: string, fix: string] | undefined {
  const [, partition = "", service, account = "", type, name = ""] =
    /^arn:(aws[a-z-]*):(\w+):[a-z0-9-]*:(\d*):([a-z-]+)\/?([^/]*)/.exec(arn) ?? [];
  if (service === "sts" && type === "assumed-role") {
    const role = `arn:${partition}:iam::${account}:role/${name}`;
    return ["this is the ARN of a session, not of the role", `use ${role} under cluster.access.roles`];
  }
  if (list === "roles" && type === "user")
    return ["this is a user, not a role", "move the entry to cluster.access.users"];
  if (list === "users" && type === "role")
    return ["this is a role, not a user", "move the entry to cluster.access.roles"];
  if (service === "iam") return undefined;
  return ["this is not the ARN of an IAM role or user", "use arn:aws:iam::ACCOUNT:role/NAME"];
}

export const accessArns: Rule = needs(["cluster"], ({ cluster: { access } }) =>
  lists.map((list) =>
    access[list].map(({ arn }, index) => {
      const found = mistake(arn, list);
      if (found === undefined) return undefined;
      const [message, fix] = found;
      const allowed = `arn:aws:iam::ACCOUNT:${list === "roles" ? "role" : "user"}/NAME`;
      const path = ["cluster", "access", list, index, "arn"];
      return { code: "access-arn", path, value: arn, message, allowed, fix };
    }),
  ),
);
