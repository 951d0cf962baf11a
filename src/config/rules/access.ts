/** Entries of `aws-auth` that the cluster could never match: it compares the ARN of the IAM role or user itself. */
import type { Path } from "../paths";
import { problem, type Problem } from "../input/problems";
import { needs, type Rule } from "./rule";

type List = "roles" | "users";

/**
 * What is wrong with an ARN, and what to write instead. AWS shows the `assumed-role` form of a session, with the role's
 * name but without its path; the authenticator compares the role without its path.
 * Source: kubernetes-sigs/aws-iam-authenticator pkg/arn/arn.go, Canonicalize; issue 268.
 */
function mistake(arn: string, list: List): readonly [message: string, fix: string] | undefined {
  const [, partition = "", service, account = "", type, name = ""] =
    /^arn:(aws[a-z-]*):(\w+):[a-z0-9-]*:(\d*):([a-z-]+)\/?([^/]*)/.exec(arn) ?? [];
  if (service === "sts" && type === "assumed-role") {
    const role = `arn:${partition}:iam::${account}:role/${name}`;
    return ["this is the ARN of a session, not of the role", `write ${role} under cluster.access.roles`];
  }
  if (list === "roles" && type === "user")
    return ["this is a user, not a role", "move the entry to cluster.access.users"];
  if (list === "users" && type === "role")
    return ["this is a role, not a user", "move the entry to cluster.access.roles"];
  if (service === "iam") return undefined;
  return ["this is not the ARN of an IAM role or user", "write arn:aws:iam::ACCOUNT:role/NAME"];
}

function entryProblem(arn: string, list: List, path: Path): readonly Problem[] {
  const found = mistake(arn, list);
  if (found === undefined) return [];
  const [message, fix] = found;
  const allowed = list === "roles" ? "arn:aws:iam::ACCOUNT:role/NAME" : "arn:aws:iam::ACCOUNT:user/NAME";
  return [problem({ code: "access-arn", path, value: arn, message, allowed, fix })];
}

export const accessArns: Rule = needs(["cluster"], ({ cluster: { access } }) =>
  (["roles", "users"] as const).flatMap((list) =>
    access[list].flatMap(({ arn }, index) =>
      entryProblem(arn, list, ["cluster", "access", list, index, "arn"]),
    ),
  ),
);
