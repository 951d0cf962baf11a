/**
 * What EKS does in the account's EC2: it makes a security group with each cluster, and looks into launch templates.
 * moto holds them, so that whatever lists them finds what it would find in AWS.
 */
import { randomInt } from "node:crypto";
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSubnetsCommand,
  EC2Client,
  EC2ServiceException,
} from "@aws-sdk/client-ec2";
import { clientSettings } from "../clients";
import { invalid } from "./store";

export interface LaunchTemplateWanted {
  readonly id?: string;
  readonly name?: string;
  readonly version?: string;
}

export interface LaunchTemplateFound {
  readonly id: string;
  readonly name: string;
  /** A number, whatever `$Latest` was asked for. */
  readonly version: string;
  readonly imageId?: string;
  readonly instanceType?: string;
}

export interface ClusterNetwork {
  vpcOf(region: string, subnetIds: readonly string[]): Promise<string>;
  createSecurityGroup(region: string, cluster: string, vpcId: string): Promise<string>;
  /** One that something still uses is left behind, as EKS does. */
  deleteSecurityGroup(region: string, id: string): Promise<void>;
  launchTemplate(region: string, wanted: LaunchTemplateWanted): Promise<LaunchTemplateFound>;
}

export function clusterNetwork(url: string, accessKeyId: string): ClusterNetwork {
  const ec2 = (region: string) => new EC2Client(clientSettings({ url, region, accessKeyId }));
  return {
    async vpcOf(region, subnetIds) {
      const described = new DescribeSubnetsCommand({ SubnetIds: [...subnetIds] });
      const { Subnets = [] } = await explained(ec2(region).send(described));
      const vpcs = [...new Set(Subnets.map(({ VpcId = "" }) => VpcId))];
      if (vpcs.length !== 1) throw invalid("Subnets specified must be in the same VPC");
      return vpcs[0] ?? "";
    },
    createSecurityGroup: (region, cluster, vpcId) => createSecurityGroup(ec2(region), cluster, vpcId),
    async deleteSecurityGroup(region, id) {
      try {
        await ec2(region).send(new DeleteSecurityGroupCommand({ GroupId: id }));
      } catch (error) {
        if (!(error instanceof EC2ServiceException)) throw error;
      }
    },
    launchTemplate: (region, wanted) => explained(launchTemplate(ec2(region), wanted)),
  };
}

async function createSecurityGroup(client: EC2Client, cluster: string, vpcId: string): Promise<string> {
  const name = `eks-cluster-sg-${cluster}-${randomInt(10 ** 8, 10 ** 9)}`;
  const tags = { Name: name, [`kubernetes.io/cluster/${cluster}`]: "owned", "aws:eks:cluster-name": cluster };
  const { GroupId = "" } = await client.send(
    new CreateSecurityGroupCommand({
      GroupName: name,
      VpcId: vpcId,
      Description:
        "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.",
      TagSpecifications: [
        {
          ResourceType: "security-group",
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        },
      ],
    }),
  );
  const itself = { IpProtocol: "-1", UserIdGroupPairs: [{ GroupId }] };
  await client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [itself] }));
  return GroupId;
}

async function launchTemplate(
  client: EC2Client,
  { id, name, version = "$Default" }: LaunchTemplateWanted,
): Promise<LaunchTemplateFound> {
  const which = id === undefined ? { LaunchTemplateNames: [name ?? ""] } : { LaunchTemplateIds: [id] };
  const { LaunchTemplates: [template] = [] } = await client.send(new DescribeLaunchTemplatesCommand(which));
  if (template?.LaunchTemplateId === undefined) throw invalid("Launch template not found.");
  const { LaunchTemplateId, LaunchTemplateName = "", DefaultVersionNumber, LatestVersionNumber } = template;
  const number = { $Default: DefaultVersionNumber, $Latest: LatestVersionNumber }[version] ?? version;
  const { LaunchTemplateVersions: [found] = [] } = await client.send(
    new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: [String(number)] }),
  );
  return {
    id: LaunchTemplateId,
    name: LaunchTemplateName,
    version: String(number),
    imageId: found?.LaunchTemplateData?.ImageId,
    instanceType: found?.LaunchTemplateData?.InstanceType,
  };
}

/** What EC2 refuses, EKS tells as a wrong parameter of its own. */
async function explained<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof EC2ServiceException ? invalid(error.message) : error;
  }
}
