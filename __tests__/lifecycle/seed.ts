/** Creates the resources that a configuration expects: tokens in AWS's secret stores, and a bucket for the state. */
import { CreateFargateProfileCommand, DescribeClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Emulator } from "../../src/emulator";
import { clientSettings } from "../../src/emulator/aws/clients";
import { dummyAccessKeyId } from "../../src/emulator/home";

const region = "us-west-2";

type Seeded = Pick<Emulator, "aws">;

/** A Fargate profile that glrunner did not create, on the existing cluster. */
export async function createProfile({ aws }: Seeded, name: string): Promise<void> {
  const client = new EKSClient(clientSettings({ url: aws.url, region, accessKeyId: dummyAccessKeyId }));
  const { cluster } = await client.send(new DescribeClusterCommand({ name: "glrunner" }));
  await client.send(
    new CreateFargateProfileCommand({
      clusterName: "glrunner",
      fargateProfileName: name,
      podExecutionRoleArn: cluster?.roleArn,
      subnets: cluster?.resourcesVpcConfig?.subnetIds,
      selectors: [{ namespace: "other" }],
    }),
  );
}

/** The name of an SSM parameter begins with a slash, the name of a secret of Secrets Manager does not. */
export async function seedSecrets({ aws }: Seeded, values: Readonly<Record<string, string>>): Promise<void> {
  const settings = clientSettings({ url: aws.url, region, accessKeyId: dummyAccessKeyId });
  const [parameters, secrets] = [new SSMClient(settings), new SecretsManagerClient(settings)];
  for (const [Name, value] of Object.entries(values)) {
    if (Name.startsWith("/")) {
      await parameters.send(new PutParameterCommand({ Name, Value: value, Type: "SecureString" }));
    } else {
      await secrets.send(new CreateSecretCommand({ Name, SecretString: value }));
    }
  }
}

export async function seedBucket({ aws }: Seeded, bucket: string): Promise<void> {
  const place = `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
  await s3(`${aws.url}/${bucket}`, "PUT", place);
}

export async function putObject({ aws }: Seeded, path: string, body: string): Promise<void> {
  await s3(`${aws.url}/${path}`, "PUT", body);
}

export async function deleteObject({ aws }: Seeded, path: string): Promise<void> {
  await s3(`${aws.url}/${path}`, "DELETE");
}

/** Calls AWS without an SDK client: the tests need only three calls, and the emulator checks no signatures. */
async function s3(url: string, method: string, body?: string): Promise<void> {
  const scope = `${dummyAccessKeyId}/20260101/${region}/s3/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
  const response = await fetch(url, { method, headers: { authorization }, body });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
}
