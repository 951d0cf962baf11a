import { parse as parseToml } from "smol-toml";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { identityStatements } from "../../../src/check/policy/identity";
import { fixedNames } from "../../../src/check/account/fixed-names";
import { jobRoleName } from "../../../src/config/resource-names";
import { at, blockOf, configOf, stackOf, type StackJson } from "../../support/synth";

const pushImages = "arn:aws:iam::111122223333:policy/push-images";
const policy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::site/${aws:userid}" }],
};
const boundary = "arn:aws:iam::111122223333:policy/boundary";

const configWith = (serviceAccount: object | undefined, more: object = {}) =>
  configOf({
    ...{ name: "ci", region: "eu-west-1" },
    runners: [
      { name: "deploy", token: "env:TF_VAR_d", job: { serviceAccount } },
      { name: "other", token: "env:TF_VAR_o" },
    ],
    ...more,
  });
const kubernetes = (stack: StackJson, name = "deploy") => {
  const values: unknown = parse(String(at(blockOf(stack, `helm_release.release_${name}`), "values", 0)));
  return at(parseToml(String(at(values, "runners", "config"))), "runners", 0, "kubernetes");
};

describe("job.serviceAccount", () => {
  const config = configWith(
    { policyArns: [pushImages], policy },
    { iam: { permissionsBoundary: boundary, rolePath: "/ci/" } },
  );
  const stack = stackOf(config, "runners");

  it("creates a service account in the job namespace with its own role", () => {
    expect(blockOf(stack, "kubernetes_service_account_v1.job_account_deploy")).toMatchObject({
      metadata: {
        ...{ name: "deploy", namespace: "gitlab-jobs-fargate" },
        annotations: { "eks.amazonaws.com/role-arn": "${aws_iam_role.job_role_deploy.arn}" },
      },
      automount_service_account_token: false,
      depends_on: ["kubernetes_namespace_v1.namespace_gitlab-jobs-fargate"],
    });
    expect(at(blockOf(stack, "helm_release.release_deploy"), "depends_on")).toContain(
      "kubernetes_service_account_v1.job_account_deploy",
    );
    expect(kubernetes(stack)).toMatchObject({
      ...{ service_account: "deploy", automount_service_account_token: false },
    });
  });

  it("lets only this account in this namespace assume the role", () => {
    const role = blockOf(stack, "aws_iam_role.job_role_deploy");
    expect(role).toMatchObject({ name: "ci-jobs-deploy", path: "/ci/", permissions_boundary: boundary });
    const trust: unknown = JSON.parse(String(role.assume_role_policy));
    const condition = at(trust, "Statement", 0, "Condition");
    expect(Object.keys(condition ?? {})).toEqual(["StringEquals"]);
    expect(Object.values(at(condition, "StringEquals") ?? {})).toEqual([
      "sts.amazonaws.com",
      "system:serviceaccount:gitlab-jobs-fargate:deploy",
    ]);
  });

  it("attaches only the configured policies", () => {
    expect(stack.resource.aws_iam_role_policy_attachment).toMatchObject({
      job_role_deploy_0: { role: "${aws_iam_role.job_role_deploy.name}", policy_arn: pushImages },
    });
    const inline = String(blockOf(stack, "aws_iam_role_policy.job_role_deploy_policy").policy);
    expect(JSON.parse(inline.replaceAll("$${", "${"))).toEqual(policy);
    expect(Object.keys(stack.resource.aws_iam_role ?? {})).toEqual(["job_role_deploy"]);
  });

  it("is included in the name check and in the deployer's policies", () => {
    expect(fixedNames(config)).toContainEqual({ kind: "role", name: "ci-jobs-deploy" });
    expect(JSON.stringify(identityStatements(config))).toContain(pushImages);
  });

  it("gives other runners neither token nor permissions", () => {
    expect(kubernetes(stack, "other")).toMatchObject({ automount_service_account_token: false });
    expect(kubernetes(stack, "other")).not.toHaveProperty("service_account");
    const plain = stackOf(configWith(undefined), "runners");
    expect(plain.resource).not.toHaveProperty("kubernetes_service_account_v1");
    expect(plain.resource).not.toHaveProperty("aws_iam_role");
  });

  it("mounts the token if configured, and can use an existing account", () => {
    const mounted = stackOf(configWith({ mountToken: true }), "runners");
    expect(kubernetes(mounted)).toMatchObject({ automount_service_account_token: true });
    expect(mounted.resource).not.toHaveProperty("aws_iam_role");
    expect(at(mounted.resource, "kubernetes_service_account_v1", "job_account_deploy")).toMatchObject({
      automount_service_account_token: true,
    });
    const mine = stackOf(configWith({ existing: "builder" }), "runners");
    expect(kubernetes(mine)).toMatchObject({ service_account: "builder" });
    expect(mine.resource).not.toHaveProperty("kubernetes_service_account_v1");
  });
});

it("role names are within IAM's limit and unique", () => {
  const [long, other] = ["a", "b"].map((end) => jobRoleName("c".repeat(27), `${"r".repeat(39)}${end}`));
  expect(long?.length).toBe(64);
  expect(long).not.toBe(other);
  expect(jobRoleName("ci", "deploy")).toBe("ci-jobs-deploy");
});
