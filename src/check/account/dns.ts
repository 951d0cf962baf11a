/** Checks the DNS settings of a VPC: without both of them, nodes cannot resolve the cluster's name and do not register. */
import * as ec2 from "@aws-sdk/client-ec2";
import { callAws, type AwsResult, type AwsContext } from "../../clients/aws/aws-client";
import { findingsOf, type Finding } from "../finding";

const finding = findingsOf("account");
const source = "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html";

const settings = [
  {
    id: "vpc.dns-support",
    name: "DNS support",
    Attribute: "enableDnsSupport",
    option: "--enable-dns-support",
  },
  {
    id: "vpc.dns-hostnames",
    name: "DNS hostnames",
    Attribute: "enableDnsHostnames",
    option: "--enable-dns-hostnames",
  },
] as const;

/** One finding for each setting, or one if the VPC does not exist. */
export async function dnsFindings(
  aws: AwsContext,
  client: ec2.EC2Client,
  VpcId: string,
): Promise<readonly Finding[]> {
  const answers = await Promise.all(
    settings.map(async (setting) => {
      const command = new ec2.DescribeVpcAttributeCommand({ VpcId, Attribute: setting.Attribute });
      const right = "ec2:DescribeVpcAttribute";
      return { setting, answer: await callAws(aws, right, (options) => client.send(command, options)) };
    }),
  );
  if (answers.some(({ answer }) => !answer.ok && answer.failure.trouble === "missing")) {
    const fix = "correct network.existing.vpcId; `aws ec2 describe-vpcs` lists the VPCs";
    return [finding("error", "vpc", `VPC ${VpcId} does not exist in this account and Region`, { fix })];
  }
  return answers.map(({ setting, answer }) => settingFinding(VpcId, setting, answer));
}

function settingFinding(
  vpcId: string,
  { id, name, Attribute, option }: (typeof settings)[number],
  answer: AwsResult<ec2.DescribeVpcAttributeCommandOutput>,
): Finding {
  if (!answer.ok) return finding("unknown", id, `${name} of VPC ${vpcId}: ${answer.failure.reason}`);
  const { EnableDnsSupport, EnableDnsHostnames } = answer.value;
  const value = Attribute === "enableDnsSupport" ? EnableDnsSupport?.Value : EnableDnsHostnames?.Value;
  if (value === true) return finding("ok", id, `VPC ${vpcId} has ${name}`, { source });
  const what = `VPC ${vpcId} has no ${name}, without which no node registers with the cluster`;
  const fix = `aws ec2 modify-vpc-attribute --vpc-id ${vpcId} ${option} '{"Value":true}'`;
  return finding("error", id, what, { fix, source });
}
