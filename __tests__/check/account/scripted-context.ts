/** An account that answers what a test scripts, as the checks reach it. */
import { EC2Client } from "@aws-sdk/client-ec2";
import { afterEach, beforeEach } from "vitest";
import { clientSettings, type AwsContext } from "../../../src/clients/aws/aws-client";
import type { Finding } from "../../../src/check/finding";
import { ec2Answer, type XmlContent } from "../../support/aws-xml";
import { scriptedAws, type ScriptedAws } from "../../support/scripted-aws";

/** A new account for each test of the calling file; it refuses what is not scripted. */
export function useScriptedContext() {
  let aws: ScriptedAws;
  let context: AwsContext;
  beforeEach(async () => {
    aws = await scriptedAws();
    const credentials = { accessKeyId: "loopback", secretAccessKey: "none" };
    context = { access: { region: "us-west-2", endpoint: aws.url, credentials } };
  });
  afterEach(() => aws.stop());
  return {
    aws: () => aws,
    context: () => context,
    ec2Client: () => new EC2Client(clientSettings(context)),
    ec2: (operation: string, content: XmlContent) => {
      aws.answers.set(operation, ec2Answer(operation, content));
    },
  };
}

/** `subnets ok`, without the area. */
export const briefly = (findings: readonly Finding[]) =>
  findings.map(({ id, level }) => `${id.replace("account.", "")} ${level}`);
