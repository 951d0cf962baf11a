/** What `glrunner runners` asks of SSM and Secrets Manager, against moto: kept, tagged, written over, and as permitted. */
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
  it("makes, verifies, repairs and rotates, with the rights of a deployer", async () => {
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
        const stored = async () => {
          const input = { Name: "/ci/one", WithDecryption: true };
          const { Parameter } = await parameters.send(new ssm.GetParameterCommand(input));
          const secret = await secrets.send(new secretsManager.GetSecretValueCommand({ SecretId: "ci/two" }));
          return [Parameter?.Value, secret.SecretString];
        };
        const real = () => [gitlab.runners.get(41)?.token, gitlab.runners.get(42)?.token];
        const done = async (...args: string[]) => (await glrunner(args, { env })).code;

        expect(await done("create", "--group", "7", "--yes")).toBe(0);
        expect(await stored()).toEqual(real());
        const tag = [{ Key: "glrunner/cluster", Value: "glrunner" }];
        const ofParameter = { ResourceType: "Parameter", ResourceId: "/ci/one" } as const;
        expect((await parameters.send(new ssm.ListTagsForResourceCommand(ofParameter))).TagList).toEqual(tag);
        const described = await secrets.send(
          new secretsManager.DescribeSecretCommand({ SecretId: "ci/two" }),
        );
        expect(described.Tags).toEqual(tag);

        expect(await done("rotate", "--all", "--yes")).toBe(0);
        expect(await stored()).toEqual(real());
        expect(await done("verify")).toBe(0);
        await parameters.send(new ssm.DeleteParameterCommand({ Name: "/ci/one" }));
        expect(await done("verify")).toBe(1);
        expect(await done("create", "--group", "7", "--yes")).toBe(1);
        expect(await done("rotate", "one", "--yes")).toBe(0);
        expect(await stored()).toEqual(real());
        expect(await done("verify")).toBe(0);
        const ours = aws.calls.filter(
          ({ operation }) => !/ListTagsForResource|DeleteParameter/.test(operation),
        );
        expect(actionsOutsidePolicies(ours, [configOf({ runners })])).toEqual([]);
        expect(ours.map(({ operation }) => operation)).toContain("GetParameterHistory");
      });
    } finally {
      await aws.stop();
    }
  });
});
