/**
 * A second identity, such as a pipeline: it assumes a role of the account, and Terraform starts its providers with the
 * credentials of that role.
 */
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { Emulator } from "../../src/emulator";
import { clientSettings } from "../../src/emulator/aws/clients";
import { dummyAccessKeyId } from "../../src/emulator/home";

interface TakenRole {
  readonly name: string;
  /** Path of the role. Neither a session's ARN nor `aws-auth` contains it. */
  readonly path: string;
}

/**
 * @returns environment variables for commands of the role. Run `terraform init` with them, because providers that are already
 *   running have the credentials of the first identity
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
