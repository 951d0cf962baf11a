/**
 * Runs `glrunner runners` against moto: it stores, tags, verifies and replaces tokens in SSM and Secrets Manager, and calls
 * only operations that a deployer's permissions allow.
 */
import * as secretsManager from "@aws-sdk/client-secrets-manager";
import * as ssm from "@aws-sdk/client-ssm";
import { describe, expect, it } from "vitest";
import { startAws } from "../../src/emulator/aws";
import { findRequirements, missingText } from "../../src/emulator/requirements";
import { configOf } from "../config/samples";
import { withRunnersCommand } from "../fleet/runners/runners-command";
import { actionsOutsidePolicies } from "../support/allowed-calls";

const requirements = await findRequirements();

describe.skipIf(!requirements.ok)("runners against the emulated AWS", () => {
  it("creates, verifies, repairs and rotates tokens with the permissions of a deployer", async () => {
    if (!requirements.ok) throw new Error(missingText(requirements));
    const aws = await startAws({ moto: requirements.moto });
    const runners = [
      { name: "one", token: "ssm:/ci/one" },
      { name: "two", token: "secretsmanager:ci/two" },
    ];
    try {
      await withRunnersCommand({ runners }, async ({ gitlab, glrunner }) => {
        const credentials = { accessKeyId: "loopback", secretAccessKey: "loopback" };
        const settings = { region: "us-west-2", endpoint: aws.url, credentials };
        const parameters = new ssm.SSMClient(settings);
        const secrets = new secretsManager.SecretsManagerClient(settings);
        const env = {
          ...{ AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: "loopback", AWS_SECRET_ACCESS_KEY: "loopback" },
        };
        const storedTokens = async () => {
          const input = { Name: "/ci/one", WithDecryption: true };
          const { Parameter } = await parameters.send(new ssm.GetParameterCommand(input));
          const secret = await secrets.send(new secretsManager.GetSecretValueCommand({ SecretId: "ci/two" }));
          return [Parameter?.Value, secret.SecretString];
        };
        const gitlabTokens = () => [gitlab.runners.get(41)?.token, gitlab.runners.get(42)?.token];
        const exitCodeOf = async (...args: string[]) => (await glrunner(args, { env })).code;

        expect(await exitCodeOf("create", "--group", "7", "--yes")).toBe(0);
        expect(await storedTokens()).toEqual(gitlabTokens());
        const tag = [{ Key: "glrunner/cluster", Value: "glrunner" }];
        const parameterId = { ResourceType: "Parameter", ResourceId: "/ci/one" } as const;
        expect((await parameters.send(new ssm.ListTagsForResourceCommand(parameterId))).TagList).toEqual(tag);
        const described = await secrets.send(
          new secretsManager.DescribeSecretCommand({ SecretId: "ci/two" }),
        );
        expect(described.Tags).toEqual(tag);

        expect(await exitCodeOf("rotate", "--all", "--yes")).toBe(0);
        expect(await storedTokens()).toEqual(gitlabTokens());
        expect(await exitCodeOf("verify")).toBe(0);
        await parameters.send(new ssm.DeleteParameterCommand({ Name: "/ci/one" }));
        expect(await exitCodeOf("verify")).toBe(1);
        expect(await exitCodeOf("create", "--group", "7", "--yes")).toBe(1);
        expect(await exitCodeOf("rotate", "one", "--yes")).toBe(0);
        expect(await storedTokens()).toEqual(gitlabTokens());
        expect(await exitCodeOf("verify")).toBe(0);
        const commandCalls = aws.calls.filter(
          ({ operation }) => !/ListTagsForResource|DeleteParameter/.test(operation),
        );
        expect(actionsOutsidePolicies(commandCalls, [configOf({ runners })])).toEqual([]);
        expect(commandCalls.map(({ operation }) => operation)).toContain("GetParameterHistory");
      });
    } finally {
      await aws.stop();
    }
  });
});
