/** Puts what a cluster may leave behind into an emulated account, with whatever tags a test wants. */
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import * as classic from "@aws-sdk/client-elastic-load-balancing";
import * as elb from "@aws-sdk/client-elastic-load-balancing-v2";
import * as events from "@aws-sdk/client-eventbridge";
import * as iam from "@aws-sdk/client-iam";
import * as sqs from "@aws-sdk/client-sqs";
import type { AwsAccess } from "../../../src/clients/aws/aws-access";
import { allPages, sweepClients } from "../../../src/run/sweep/clients";
import type { Tags } from "../../../src/run/sweep/leftover-resource";

export interface Place {
  readonly vpcId: string;
  readonly subnets: readonly string[];
}

const pairs = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
const specifications = (ResourceType: ec2.ResourceType, tags: Tags) =>
  Object.keys(tags).length === 0 ? [] : [{ ResourceType, Tags: pairs(tags) }];

/** Each method answers with the id by which a sweep knows the thing. */
export class Seed {
  readonly aws;

  constructor(
    private readonly region: string,
    access: AwsAccess,
  ) {
    this.aws = sweepClients(access, region);
  }

  async vpc(block: string): Promise<Place> {
    const { Vpc } = await this.aws.ec2.send(new ec2.CreateVpcCommand({ CidrBlock: `${block}.0.0/16` }));
    const vpcId = Vpc?.VpcId ?? "";
    const subnets: string[] = [];
    for (const [index, zone] of ["a", "b"].entries()) {
      const CidrBlock = `${block}.${index}.0/24`;
      const asked = { VpcId: vpcId, CidrBlock, AvailabilityZone: `${this.region}${zone}` };
      const { Subnet } = await this.aws.ec2.send(new ec2.CreateSubnetCommand(asked));
      subnets.push(Subnet?.SubnetId ?? "");
    }
    return { vpcId, subnets };
  }

  async instance({ subnets: [SubnetId] }: Place, tags: Tags): Promise<string> {
    const { Instances: [instance] = [] } = await this.aws.ec2.send(
      new ec2.RunInstancesCommand({
        ImageId: "ami-12c6146b",
        InstanceType: "m5.large",
        MinCount: 1,
        MaxCount: 1,
        SubnetId,
        TagSpecifications: specifications("instance", tags),
      }),
    );
    return instance?.InstanceId ?? "";
  }

  async networkInterface({ subnets: [SubnetId] }: Place, tags: Tags, instance?: string): Promise<string> {
    const { NetworkInterface } = await this.aws.ec2.send(
      new ec2.CreateNetworkInterfaceCommand({
        SubnetId,
        TagSpecifications: specifications("network-interface", tags),
      }),
    );
    const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId ?? "";
    if (instance !== undefined) {
      const attached = { NetworkInterfaceId, InstanceId: instance, DeviceIndex: 1 };
      await this.aws.ec2.send(new ec2.AttachNetworkInterfaceCommand(attached));
    }
    return NetworkInterfaceId;
  }

  async securityGroup({ vpcId }: Place, GroupName: string, tags: Tags): Promise<string> {
    const { GroupId = "" } = await this.aws.ec2.send(
      new ec2.CreateSecurityGroupCommand({
        GroupName,
        Description: GroupName,
        VpcId: vpcId,
        TagSpecifications: specifications("security-group", tags),
      }),
    );
    return GroupId;
  }

  /** Lets members of one group in to the other, and the other way round. */
  async allow(one: string, other: string): Promise<void> {
    for (const [GroupId, from] of [
      [one, other],
      [other, one],
    ] as const) {
      const IpPermissions = [
        { IpProtocol: "tcp", FromPort: 443, ToPort: 443, UserIdGroupPairs: [{ GroupId: from }] },
      ];
      await this.aws.ec2.send(new ec2.AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    }
  }

  async launchTemplate(LaunchTemplateName: string, tags: Tags): Promise<string> {
    const { LaunchTemplate } = await this.aws.ec2.send(
      new ec2.CreateLaunchTemplateCommand({
        LaunchTemplateName,
        LaunchTemplateData: { InstanceType: "m5.large" },
        TagSpecifications: specifications("launch-template", tags),
      }),
    );
    return LaunchTemplate?.LaunchTemplateId ?? "";
  }

  async classicLoadBalancer({ subnets }: Place, LoadBalancerName: string, tags: Tags): Promise<string> {
    await this.aws.classic.send(
      new classic.CreateLoadBalancerCommand({
        LoadBalancerName,
        Listeners: [{ Protocol: "TCP", LoadBalancerPort: 80, InstancePort: 80 }],
        Subnets: [...subnets],
        Tags: pairs(tags),
      }),
    );
    return LoadBalancerName;
  }

  async loadBalancer({ subnets }: Place, Name: string, tags: Tags): Promise<string> {
    const { LoadBalancers: [made] = [] } = await this.aws.elb.send(
      new elb.CreateLoadBalancerCommand({ Name, Type: "network", Subnets: [...subnets], Tags: pairs(tags) }),
    );
    return made?.LoadBalancerArn ?? "";
  }

  async targetGroup({ vpcId }: Place, Name: string, tags: Tags, balancer?: string): Promise<string> {
    const { TargetGroups: [made] = [] } = await this.aws.elb.send(
      new elb.CreateTargetGroupCommand({
        Name,
        Protocol: "TCP",
        Port: 80,
        VpcId: vpcId,
        Tags: pairs(tags),
      }),
    );
    const TargetGroupArn = made?.TargetGroupArn ?? "";
    if (balancer !== undefined) {
      const DefaultActions = [{ Type: "forward" as const, TargetGroupArn }];
      const listener = { LoadBalancerArn: balancer, Protocol: "TCP" as const, Port: 80, DefaultActions };
      await this.aws.elb.send(new elb.CreateListenerCommand(listener));
    }
    return TargetGroupArn;
  }

  /** With a role in it, which has to be taken out before the profile can go. */
  async instanceProfile(InstanceProfileName: string, tags: Tags): Promise<string> {
    await this.aws.iam.send(new iam.CreateInstanceProfileCommand({ InstanceProfileName, Tags: pairs(tags) }));
    const RoleName = `role-of-${InstanceProfileName}`;
    await this.aws.iam.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: "{}" }));
    await this.aws.iam.send(new iam.AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
    return InstanceProfileName;
  }

  async oidcProvider(Url: string, tags: Tags): Promise<string> {
    const asked = { Url, ThumbprintList: ["0".repeat(40)], Tags: pairs(tags) };
    const made = await this.aws.iam.send(new iam.CreateOpenIDConnectProviderCommand(asked));
    return made.OpenIDConnectProviderArn ?? "";
  }

  async queue(QueueName: string, tags: Tags): Promise<string> {
    const { QueueUrl = "" } = await this.aws.sqs.send(
      new sqs.CreateQueueCommand({ QueueName, tags: { ...tags } }),
    );
    return QueueUrl;
  }

  async rule(Name: string, tags: Tags, queueName: string, region = this.region): Promise<string> {
    const EventPattern = JSON.stringify({ source: ["aws.health"] });
    await this.aws.events.send(new events.PutRuleCommand({ Name, EventPattern, Tags: pairs(tags) }));
    const Arn = `arn:aws:sqs:${region}:123456789012:${queueName}`;
    await this.aws.events.send(new events.PutTargetsCommand({ Rule: Name, Targets: [{ Id: "queue", Arn }] }));
    return Name;
  }

  async logGroup(logGroupName: string): Promise<string> {
    await this.aws.logs.send(new logs.CreateLogGroupCommand({ logGroupName }));
    return logGroupName;
  }

  async natGateway({ subnets: [SubnetId] }: Place): Promise<void> {
    const { AllocationId } = await this.aws.ec2.send(new ec2.AllocateAddressCommand({ Domain: "vpc" }));
    await this.aws.ec2.send(new ec2.CreateNatGatewayCommand({ SubnetId, AllocationId }));
  }

  /** Counts the resources in a VPC, of every creator. */
  async count({ vpcId }: Place): Promise<{ readonly interfaces: number; readonly balancers: number }> {
    const Filters = [{ Name: "vpc-id", Values: [vpcId] }];
    const asked = new ec2.DescribeNetworkInterfacesCommand({ Filters });
    const { NetworkInterfaces = [] } = await this.aws.ec2.send(asked);
    const [{ LoadBalancerDescriptions = [] }, { LoadBalancers = [] }] = await Promise.all([
      this.aws.classic.send(new classic.DescribeLoadBalancersCommand({})),
      this.aws.elb.send(new elb.DescribeLoadBalancersCommand({})),
    ]);
    const balancers = [
      ...LoadBalancerDescriptions.map(({ VPCId }) => VPCId),
      ...LoadBalancers.map(({ VpcId }) => VpcId),
    ];
    return {
      interfaces: NetworkInterfaces.length,
      balancers: balancers.filter((each) => each === vpcId).length,
    };
  }

  /** What the emulator's inventory leaves out. */
  async balancers(): Promise<string[]> {
    const { elb: client, classic: old } = this.aws;
    const found = await Promise.all([
      allPages(classic.paginateDescribeLoadBalancers({ client: old }, {}), (page) =>
        page.LoadBalancerDescriptions?.map(({ LoadBalancerName = "" }) => LoadBalancerName),
      ),
      allPages(elb.paginateDescribeLoadBalancers({ client }, {}), (page) =>
        page.LoadBalancers?.map(({ LoadBalancerArn = "" }) => LoadBalancerArn),
      ),
      allPages(elb.paginateDescribeTargetGroups({ client }, {}), (page) =>
        page.TargetGroups?.map(({ TargetGroupArn = "" }) => TargetGroupArn),
      ),
    ]);
    return found.flat().sort();
  }
}
