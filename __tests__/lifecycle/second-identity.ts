/**
 * Another person, or the pipeline after the laptop: a role of the account that is taken, and with whose credentials
 * Terraform starts its providers anew.
 */
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { Emulator } from "../../src/emulator";
import { clientSettings } from "../../src/emulator/aws/clients";
import { dummyAccessKeyId } from "../../src/emulator/home";

interface TakenRole {
  readonly name: string;
  /** Neither a session nor `aws-auth` tells it. */
  readonly path: string;
}

/**
 * @returns what differs in the environment of the role's commands. Run `terraform init` with it: what runs already has
 *   the credentials of whoever started it
 */
export async function takeRole(
  { aws, providers }: Emulator,
  { name: RoleName, path: Path }: TakenRole,
): Promise<Readonly<Record<string, string | undefined>>> {
  const settings = clientSettings({ url: aws.url, region: "us-west-2", accessKeyId: dummyAccessKeyId });
  const { Role } = await new IAMClient(settings).send(
    new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: "{}" }),
  );
  const { Credentials } = await new STSClient(settings).send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "second" }),
  );
  const { AccessKeyId = "", SecretAccessKey, SessionToken } = Credentials ?? {};
  await providers.serveIdentity(AccessKeyId);
  return {
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: SessionToken,
    TF_REATTACH_PROVIDERS: undefined,
    ...providers.launchEnvironment,
  };
}
