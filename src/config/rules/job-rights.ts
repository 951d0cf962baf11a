/** The rights of jobs in AWS: what excludes each other, what IAM refuses, and what is too much. */
import { problem, type Problem } from "../input/problems";
import type { FleetEntry } from "../input/parse-sections";
import { needs, type Rule } from "./rule";

/** Characters of an inline policy of a role, without white space. Source: IAM and STS quotas (2026-11). */
const maxPolicyCharacters = 10_240;

function existingAccount({ index, runner }: FleetEntry): readonly Problem[] {
  const account = runner.job.serviceAccount;
  if (account?.existing === undefined) return [];
  return (["policyArns", "policy"] as const)
    .filter((key) => (key === "policyArns" ? account.policyArns.length > 0 : account.policy !== undefined))
    .map((key) =>
      problem({
        code: "job-account-existing",
        path: ["runners", index, "job", "serviceAccount", key],
        value: account[key],
        message: "glrunner gives no rights to a service account of yours",
        allowed: "existing alone, or policyArns and policy without existing",
        fix: "remove existing, or annotate your service account with the role",
      }),
    );
}

function policySize({ index, runner }: FleetEntry): readonly Problem[] {
  const policy = runner.job.serviceAccount?.policy;
  const length = policy === undefined ? 0 : JSON.stringify(policy).replace(/\s/g, "").length;
  if (length <= maxPolicyCharacters) return [];
  return [
    problem({
      code: "job-policy-too-long",
      path: ["runners", index, "job", "serviceAccount", "policy"],
      value: `${length} characters`,
      message: "IAM refuses an inline policy of this length",
      allowed: `at most ${maxPolicyCharacters} characters without white space`,
      fix: "create a managed policy and add its ARN to policyArns",
    }),
  ];
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Anyone who may push to a project of the runner has these rights. */
function everything({ index, runner }: FleetEntry): readonly Problem[] {
  const path = ["runners", index, "job", "serviceAccount"];
  const { policyArns = [], policy } = runner.job.serviceAccount ?? {};
  const found = [
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
  return found.map((each) =>
    problem({
      code: "job-rights-all",
      ...each,
      message: "everyone who may push to a project of this runner may do everything in the account",
      allowed: "the actions that the jobs need",
      fix: "name the actions, or set iam.permissionsBoundary",
    }),
  );
}

export const jobRights: Rule = needs(["fleet"], ({ fleet }) =>
  fleet.flatMap((entry) => [...existingAccount(entry), ...policySize(entry), ...everything(entry)]),
);
