import { describe, expect, it } from "vitest";
import { variableName } from "../../../src/config/resolve/token-variable";
import { at, blockOf, configOf, stackOf } from "../../support/synth";

const runners = (...list: object[]) =>
  stackOf(configOf({ name: "ci", region: "eu-west-1", runners: list }), "runners");

describe("a runner token", () => {
  it("from the environment is an ephemeral variable in a write-only attribute", () => {
    const stack = runners({ name: "r", token: "env:TF_VAR_my_token", tokenRevision: 3 });
    expect(stack.variable.my_token).toMatchObject({
      type: "string",
      ephemeral: true,
      sensitive: true,
      default: "",
    });
    const secret = blockOf(stack, "kubernetes_secret_v1.token_r");
    expect(secret).toMatchObject({
      metadata: { name: "r-token", namespace: "gitlab-runner" },
      data_wo: { "runner-token": "${var.my_token}", "runner-registration-token": "" },
      data_wo_revision: 3,
    });
    expect(secret).not.toHaveProperty("data");
    expect(at(secret, "lifecycle", "precondition", 0)).toEqual({
      condition: '${var.my_token != ""}',
      error_message: "The runner token is empty: export it as TF_VAR_my_token.",
    });
  });

  it("can be shared by two runners: one variable, two Secrets", () => {
    const stack = runners({ name: "a", token: "env:TF_VAR_t" }, { name: "b", token: "env:TF_VAR_t" });
    expect(Object.keys(stack.variable)).toEqual(["t"]);
    expect(Object.keys(stack.resource.kubernetes_secret_v1 ?? {})).toEqual(["token_a", "token_b"]);
  });

  it("is stored under the other key if it is a registration token", () => {
    const stack = runners({
      name: "r",
      token: "env:TF_VAR_t",
      tokenType: "registration",
      tags: ["eks-fargate"],
    });
    expect(blockOf(stack, "kubernetes_secret_v1.token_r").data_wo).toEqual({
      "runner-token": "",
      "runner-registration-token": "${var.t}",
    });
    expect(String(at(blockOf(stack, "helm_release.release_r"), "values", 0))).toContain("tags: eks-fargate");
  });

  it("from SSM is an ephemeral resource with the ARN of the account and Region", () => {
    const stack = runners({ name: "r", token: "ssm:/gitlab/runner" });
    expect(stack.ephemeral.aws_ssm_parameter?.token_r).toEqual({
      arn: "arn:${data.aws_partition.current.partition}:ssm:eu-west-1:${data.aws_caller_identity.current.account_id}:parameter/gitlab/runner",
      with_decryption: true,
    });
    expect(at(blockOf(stack, "kubernetes_secret_v1.token_r"), "data_wo", "runner-token")).toBe(
      "${ephemeral.aws_ssm_parameter.token_r.value}",
    );
  });

  it("from Secrets Manager is an ephemeral resource", () => {
    const stack = runners({ name: "r", token: "secretsmanager:gitlab/runner" });
    expect(stack.ephemeral.aws_secretsmanager_secret_version?.token_r).toEqual({
      secret_id: "gitlab/runner",
    });
    expect(at(blockOf(stack, "kubernetes_secret_v1.token_r"), "data_wo", "runner-token")).toBe(
      "${ephemeral.aws_secretsmanager_secret_version.token_r.secret_string}",
    );
  });

  it("in an existing Kubernetes Secret is only referenced", () => {
    const stack = runners({ name: "r", token: "kubernetes:my-secret" });
    expect(stack.resource).not.toHaveProperty("kubernetes_secret_v1");
    expect(String(at(blockOf(stack, "helm_release.release_r"), "values", 0))).toContain("secret: my-secret");
  });

  it("has the variable name that Terraform reads", () => {
    expect(variableName("TF_VAR_fargate_token")).toBe("fargate_token");
    expect(variableName("GITLAB_TOKEN")).toBe("GITLAB_TOKEN");
  });
});
