/**
 * The EC2 calls that EKS makes in the account: it creates a security group for each cluster and reads launch templates.
 * moto holds both, so a list of the account shows the same as in AWS.
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
import { invalid } from "./errors";
import type { ClusterNetwork, LaunchTemplateSelection, ResolvedLaunchTemplate } from "./model";
import { clusterTag } from "../../../config/resource-names";

export function clusterNetwork(url: string, accessKeyId: string): ClusterNetwork {
  const ec2 = (region: string) => new EC2Client(clientSettings({ url, region, accessKeyId }));
  return {
    async vpcOf(region, subnetIds) {
      const command = new DescribeSubnetsCommand({ SubnetIds: [...subnetIds] });
      const { Subnets = [] } = await withEksError(ec2(region).send(command));
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
    launchTemplate: (region, selection) => withEksError(launchTemplate(ec2(region), selection)),
  };
}

async function createSecurityGroup(client: EC2Client, cluster: string, vpcId: string): Promise<string> {
  const name = `eks-cluster-sg-${cluster}-${randomInt(10 ** 8, 10 ** 9)}`;
  const tags = { Name: name, [clusterTag(cluster)]: "owned", "aws:eks:cluster-name": cluster };
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
  { id, name, version = "$Default" }: LaunchTemplateSelection,
): Promise<ResolvedLaunchTemplate> {
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

/** EKS reports an EC2 error as an invalid parameter. */
async function withEksError<T>(response: Promise<T>): Promise<T> {
  try {
    return await response;
  } catch (error) {
    throw error instanceof EC2ServiceException ? invalid(error.message) : error;
  }
}
