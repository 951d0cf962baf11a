/** The current release plans no change for the states that the last release wrote. */
import { CreateClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import { describe, expect, it } from "vitest";
import type { Emulator } from "../../src/emulator";
import { clientSettings } from "../../src/emulator/aws/clients";
import { dummyAccessKeyId } from "../../src/emulator/home";
import { lastReleaseYaml, restoreLastRelease } from "../support/last-release";
import { createProject, expectExit } from "../support/project";
import { canEmulate, withEmulator } from "../support/use-emulator";

/** Creates the cluster: the addons stage looks it up in AWS, not in a state. */
async function createCluster({ aws }: Emulator): Promise<void> {
  const region = "us-west-2";
  const client = new EKSClient(clientSettings({ url: aws.url, region, accessKeyId: dummyAccessKeyId }));
  await client.send(
    new CreateClusterCommand({
      name: "glrunner",
      roleArn: "arn:aws:iam::123456789012:role/glrunner",
      resourcesVpcConfig: { subnetIds: [] },
    }),
  );
}

describe.skipIf(!canEmulate)("a cluster of the last release", () => {
  it("has no changes in the plan of the current release, in every stage", async () => {
    await withEmulator({ awsProvider: "attached" }, async (emulator) => {
      const project = createProject(emulator, lastReleaseYaml);
      restoreLastRelease(emulator.home, "deployed");
      await createCluster(emulator);
      const plan = ["plan", "-refresh=false", "-detailed-exitcode", "-input=false", "-lock=false"];
      const plans = project.stacks.map(async (stack) => {
        await expectExit(0, project.terraform(stack, "init", "-input=false"));
        const { stdout } = await expectExit(0, project.terraform(stack, ...plan));
        return [stack, stdout.includes("No changes")];
      });
      expect(await Promise.all(plans)).toEqual(project.stacks.map((stack) => [stack, true]));
    });
  });
});
