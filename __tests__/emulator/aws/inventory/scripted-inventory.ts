/** An account that answers what a test scripts, as the emulator's inventory reads it. */
import { afterEach, beforeEach } from "vitest";
import type { EmulatedAccess } from "../../../../src/emulator/aws/clients";
import { ec2Answer, queryAnswer, type XmlContent } from "../../../support/aws-xml";
import { scriptedAws, type ScriptedAws } from "../../../support/scripted-aws";

/** A new account for each test of the calling file; it refuses what is not scripted. */
export function useScriptedInventory() {
  let aws: ScriptedAws;
  beforeEach(async () => {
    aws = await scriptedAws();
  });
  afterEach(() => aws.stop());
  return {
    aws: () => aws,
    access: (): EmulatedAccess => ({ url: aws.url, region: "us-west-2", accessKeyId: "loopback" }),
    /** EC2 lists these under the name of the set. */
    ec2: (operation: string, set: string, ...items: readonly XmlContent[]) => {
      aws.answers.set(operation, ec2Answer(operation, { [set]: items }));
    },
    query: (operation: string, content: XmlContent) => {
      aws.answers.set(operation, queryAnswer(operation, content));
    },
    json: (request: string, body: object) => {
      aws.answers.set(request, JSON.stringify(body));
    },
  };
}
