import { describe, expect, it } from "vitest";
import type { AwsCallFailure } from "../../src/clients/aws/aws-client";
import { tokens } from "../../src/check/tokens";
import { containing } from "./containing";
import { configOf, runner } from "../config/samples";
import { withAws, type Answers } from "./aws-double";

const offline: AwsCallFailure = { trouble: "offline", reason: "offline", code: "" };
const canary = "t1_canary-0123456789";

interface Case {
  readonly token?: string;
  readonly tokenType?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly answers?: Answers;
}

async function found({ token = "env:TOKEN", tokenType = "authentication", env = {}, answers }: Case) {
  const config = configOf({ runners: [runner({ token, tokenType })] });
  const findings =
    answers === undefined
      ? await tokens({ config, env, aws: offline })
      : await withAws(answers, (aws) => tokens({ config, env, aws }));
  expect(findings).toHaveLength(1);
  // Whatever was found: the token is not in it.
  expect(JSON.stringify(findings)).not.toContain(canary);
  return findings[0];
}

describe("tokens in the environment", () => {
  it("are found in the variable, or in Terraform's variable of that name", async () => {
    const ok = { level: "ok", what: "runner runner1: TOKEN is set, to a runner authentication token" };
    expect(await found({ env: { TOKEN: `glrt-${canary}` } })).toMatchObject(ok);
    expect(await found({ env: { TF_VAR_TOKEN: `glrt-${canary}` } })).toMatchObject(ok);
    expect(await found({ env: { TOKEN: "", TF_VAR_TOKEN: `glrt-${canary}` } })).toMatchObject(ok);
  });

  it("are missing if the variable is not set, or empty", async () => {
    const environments: Readonly<Record<string, string>>[] = [{}, { TOKEN: "" }];
    for (const env of environments) {
      expect(await found({ env })).toMatchObject({
        level: "error",
        what: "runner runner1: TOKEN is not set",
      });
    }
  });

  it("are refused if they have another kind", async () => {
    expect(await found({ env: { TOKEN: `glpat-${canary}` } })).toMatchObject({
      level: "error",
      what: "runner runner1: TOKEN is a personal, project or group access token, but tokenType is authentication",
    });
    expect((await found({ env: { TOKEN: `GR1348941${canary}` } }))?.level).toBe("error");
    expect(await found({ env: { TOKEN: `glwt-${canary}` } })).toMatchObject({
      level: "error",
      what: "runner runner1: TOKEN is a workspace token, but tokenType is authentication",
    });
    const old = { tokenType: "registration", env: { TOKEN: `GR1348941${canary}` } };
    expect((await found(old))?.level).toBe("ok");
  });

  it("may have another prefix in a self-managed GitLab", async () => {
    expect((await found({ env: { TOKEN: canary } }))?.level).toBe("warning");
  });

  it("are refused with surrounding white space", async () => {
    for (const value of [`glrt-${canary}\n`, ` glrt-${canary}`]) {
      expect(await found({ env: { TOKEN: value } })).toMatchObject({
        level: "error",
        what: containing("white space"),
      });
    }
  });
});

describe("tokens in AWS", () => {
  const ssm = (answers?: Answers) => found({ token: "ssm:/ci/token", answers });
  const secret = (answers?: Answers) => found({ token: "secretsmanager:ci/token", answers });
  const parameters =
    (...Parameters: readonly unknown[]) =>
    () => ({ body: { Parameters, InvalidParameters: [] } });

  it("exist as encrypted parameters, whose value is not read", async () => {
    let asked = "";
    const GetParameters = (input: string) => {
      asked = input;
      return parameters({ Name: "/ci/token", Type: "SecureString", Value: canary })();
    };
    expect((await ssm({ GetParameters }))?.level).toBe("ok");
    expect(JSON.parse(asked)).toEqual({ Names: ["/ci/token"], WithDecryption: false });
  });

  it("should not be unencrypted parameters", async () => {
    const plain = parameters({ Name: "/ci/token", Type: "String", Value: canary });
    expect(await ssm({ GetParameters: plain })).toMatchObject({
      level: "warning",
      what: containing("not encrypted"),
    });
  });

  it("are missing if the parameter or secret does not exist", async () => {
    expect((await ssm({ GetParameters: parameters() }))?.level).toBe("error");
    const none = () => ({ status: 400, body: { __type: "ResourceNotFoundException", message: "none" } });
    expect(await secret({ DescribeSecret: none })).toMatchObject({
      level: "error",
      what: "runner runner1: secret ci/token does not exist in us-west-2",
    });
  });

  it("exist as secrets, unless they are being deleted", async () => {
    expect((await secret({ DescribeSecret: () => ({ body: { Name: "ci/token" } }) }))?.level).toBe("ok");
    const deleted = () => ({ body: { Name: "ci/token", DeletedDate: 1_795_000_000 } });
    expect((await secret({ DescribeSecret: deleted }))?.fix).toContain("restore-secret");
  });

  it("are unknown without the permission, which is named", async () => {
    expect(await ssm({})).toMatchObject({
      level: "unknown",
      what: containing("lack the permission ssm:GetParameters"),
    });
    expect((await secret({}))?.what).toContain("lack the permission secretsmanager:DescribeSecret");
  });

  it("are unknown offline", async () => {
    expect((await ssm())?.level).toBe("unknown");
    expect((await secret())?.level).toBe("unknown");
  });
});

it("a token in the cluster is unknown before the cluster exists", async () => {
  expect(await found({ token: "kubernetes:my-secret" })).toMatchObject({
    level: "unknown",
    fix: "before the runners stage: `kubectl --namespace gitlab-runner get secret my-secret`",
  });
});
