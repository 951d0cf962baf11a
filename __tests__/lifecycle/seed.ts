/** What a configuration may take as given: a network, tokens in AWS's own stores, a bucket for the state. */
import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateFargateProfileCommand, DescribeClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import type { Emulator } from "../../src/emulator";
import { clientSettings } from "../../src/emulator/aws/clients";
import { dummyAccessKeyId } from "../../src/emulator/home";
import type { Existing } from "./options";

const region = "us-west-2";

export async function seedNetwork({ aws }: Emulator): Promise<Existing> {
  const client = new EC2Client(clientSettings({ url: aws.url, region, accessKeyId: dummyAccessKeyId }));
  const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: "10.9.0.0/16" }));
  const subnet = async (zone: string, block: string) => {
    const { Subnet } = await client.send(
      new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: block, AvailabilityZone: `${region}${zone}` }),
    );
    return Subnet?.SubnetId ?? "";
  };
  const privateSubnetIds = [await subnet("a", "10.9.0.0/20"), await subnet("b", "10.9.16.0/20")] as const;
  return { vpcId: Vpc?.VpcId ?? "", privateSubnetIds };
}

/** A Fargate profile of somebody else, on the cluster that is there. */
export async function createProfile({ aws }: Emulator, name: string): Promise<void> {
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

/** An SSM parameter begins with a slash, a secret does not. */
export async function seedSecrets(
  { aws }: Emulator,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith("/")) {
      const body = { Name: name, Value: value, Type: "SecureString" };
      await call(aws.url, "ssm", { "x-amz-target": "AmazonSSM.PutParameter" }, JSON.stringify(body));
    } else {
      const body = {
        Name: name,
        SecretString: value,
        ClientRequestToken: "00000000-0000-4000-8000-000000000000",
      };
      await call(
        aws.url,
        "secretsmanager",
        { "x-amz-target": "secretsmanager.CreateSecret" },
        JSON.stringify(body),
      );
    }
  }
}

export async function seedBucket({ aws }: Emulator, bucket: string): Promise<void> {
  const place = `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
  await call(`${aws.url}/${bucket}`, "s3", {}, place, "PUT");
}

export async function putObject({ aws }: Emulator, path: string, body: string): Promise<void> {
  await call(`${aws.url}/${path}`, "s3", {}, body, "PUT");
}

export async function deleteObject({ aws }: Emulator, path: string): Promise<void> {
  await call(`${aws.url}/${path}`, "s3", {}, undefined, "DELETE");
}

/** Three services for which no client of the SDK is installed. No signature is checked. */
async function call(
  url: string,
  service: "ssm" | "secretsmanager" | "s3",
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
  method = "POST",
): Promise<void> {
  const scope = `${dummyAccessKeyId}/20260101/${region}/${service}/aws4_request`;
  const response = await fetch(url, {
    method,
    headers: {
      "content-type": "application/x-amz-json-1.1",
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
      ...headers,
    },
    body,
  });
  if (!response.ok) throw new Error(`${service}: ${response.status} ${await response.text()}`);
}
