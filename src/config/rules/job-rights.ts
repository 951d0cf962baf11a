/** The rights of jobs in AWS: options that exclude each other, policies that IAM refuses, and rights to everything. */
import { eachRunner, type Findings, type Rule } from "./rule";
import type { FleetEntry } from "../input/parse-sections";

/** Characters of an inline policy of a role, without white space. Source: IAM and STS quotas (2026-11). */
const maxPolicyCharacters = 10_240;

function existingAccount({ index, runner }: FleetEntry): Findings {
  const account = runner.job.serviceAccount;
  if (account?.existing === undefined) return undefined;
  return (["policyArns", "policy"] as const)
    .filter((key) => (key === "policyArns" ? account.policyArns.length > 0 : account.policy !== undefined))
    .map((key) => ({
      code: "job-account-existing",
      path: ["runners", index, "job", "serviceAccount", key],
      value: account[key],
      message: "glrunner gives no rights to a service account of yours",
      allowed: "existing alone, or policyArns and policy without existing",
      fix: "remove existing, or annotate your service account with the role",
    }));
}

function policySize({ index, runner }: FleetEntry): Findings {
  const policy = runner.job.serviceAccount?.policy;
  const length = policy === undefined ? 0 : JSON.stringify(policy).replace(/\s/g, "").length;
  if (length <= maxPolicyCharacters) return undefined;
  return {
    code: "job-policy-too-long",
    path: ["runners", index, "job", "serviceAccount", "policy"],
    value: `${length} characters`,
    message: "IAM refuses an inline policy of this length",
    allowed: `at most ${maxPolicyCharacters} characters without white space`,
    fix: "create a managed policy and add its ARN to policyArns",
  };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Anyone who may push to a project of the runner gets these rights. */
function everything({ index, runner }: FleetEntry): Findings {
  const path = ["runners", index, "job", "serviceAccount"];
  const { policyArns = [], policy } = runner.job.serviceAccount ?? {};
  const grants = [
    ...policyArns.flatMap((arn, at) =>
      arn.endsWith(":aws:policy/AdministratorAccess")
        ? [{ path: [...path, "policyArns", at], value: arn }]
        : [],
    ),
    ...(policy?.Statement ?? []).flatMap((statement, at) =>
      statement.Effect === "Allow" && listOf(statement.Action).includes("*")
        ? [{ path: [...path, "policy", "Statement", at], value: "Action: *" }]
        : [],
    ),
  ];
  return grants.map((grant) => ({
    code: "job-rights-all",
    ...grant,
    message: "anyone who may push to a project of this runner may do everything in the account",
    allowed: "the actions that the jobs need",
    fix: "name the actions, or set iam.permissionsBoundary",
  }));
}

export const jobRights: Rule = eachRunner((entry) => [
  existingAccount(entry),
  policySize(entry),
  everything(entry),
]);
