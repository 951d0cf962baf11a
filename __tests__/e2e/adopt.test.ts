/**
 * Adoption finds the resources that a lost run left in AWS. The account also holds look-alikes: resources of a cluster
 * whose name starts with our cluster's name, resources without an owner, and duplicates of our own resources.
 */
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startAws, type EmulatedAws } from "../../src/emulator/aws";
import { clientSettings } from "../../src/emulator/aws/clients";
import { dummyAccessKeyId } from "../../src/emulator/home";
import { findRequirements } from "../../src/emulator/requirements";
import { findExisting, type Candidate } from "../../src/run/adopt";
import {
  plannedParts,
  type Made,
  ending,
  found,
  given,
  mark,
  pairs,
  planned,
  region,
  seedCluster,
  seedNetwork,
  seedParts,
} from "../run/adopt/seeds";

const requirements = await findRequirements();
describe.skipIf(!requirements.ok)("adoption", () => {
  let aws: EmulatedAws;
  let testCount = 0;
  let ourName: string;
  /** The name of another cluster, which starts with our cluster's name. */
  let theirName: string;
  const settings = () => clientSettings({ url: aws.url, region, accessKeyId: dummyAccessKeyId });
  const adopt = (candidates: readonly Candidate[], recorded: ReadonlySet<string> = new Set()) =>
    findExisting(candidates, { name: ourName, access: settings(), recorded });

  beforeAll(async () => {
    if (requirements.ok) aws = await startAws({ moto: requirements.moto });
  });
  // A new cluster name for each test is faster than emptying the account.
  beforeEach(() => {
    ourName = `glrunner-${(testCount++).toString(36)}`;
    theirName = `${ourName}-b`;
  });
  afterAll(async () => {
    if (requirements.ok) await aws.stop();
  });

  const createNetwork = (cluster: string) => seedNetwork(settings(), cluster);
  const tags_all = (Name: string) => ({ Name, ...mark(ourName) });
  const vpc = () => planned("aws_vpc", { cidr_block: "10.0.0.0/16", tags_all: tags_all(ourName) });
  const eip = () => planned("aws_eip", { domain: "vpc", tags_all: tags_all(`${ourName}-${region}a`) });
  const resourcesIn = (network: Made) => plannedParts(ourName, network);

  it("finds our VPC and the resources in it while another cluster has a network too", async () => {
    await createNetwork(theirName);
    const network = await createNetwork(ourName);
    expect(found(await adopt([vpc(), eip()]))).toEqual({
      "aws_vpc.this": network.vpc,
      "aws_eip.this": network.address,
    });
    const result = await adopt(resourcesIn(network));
    expect(found(result)).toEqual({
      "aws_subnet.this": network.subnet,
      // The gateway is not attached yet: the apply attaches it.
      "aws_internet_gateway.this": network.gateway,
      "aws_route_table.this": network.table,
      "aws_nat_gateway.this": network.nat,
    });
    expect(result.toCreate).toEqual(["aws_route.this", "aws_route_table_association.this"]);
  });

  it("finds the routes and associations of our route table", async () => {
    const network = await createNetwork(ourName);
    const client = new ec2.EC2Client(settings());
    await client.send(
      new ec2.AttachInternetGatewayCommand({ VpcId: network.vpc, InternetGatewayId: network.gateway }),
    );
    const RouteTableId = network.table;
    await client.send(
      new ec2.CreateRouteCommand({
        RouteTableId,
        DestinationCidrBlock: "0.0.0.0/0",
        GatewayId: network.gateway,
      }),
    );
    await client.send(new ec2.AssociateRouteTableCommand({ RouteTableId, SubnetId: network.subnet }));
    expect(found(await adopt(resourcesIn(network)))).toMatchObject({
      "aws_internet_gateway.this": network.gateway,
      "aws_route_table.this": network.table,
      "aws_route.this": `${network.table}_0.0.0.0/0`,
      "aws_route_table_association.this": `${network.subnet}/${network.table}`,
    });
    const withOtherTable = await adopt(resourcesIn({ ...network, table: "rtb-0000000000000000" }));
    expect(withOtherTable.ambiguous).toMatchObject([
      { address: "aws_route_table_association.this", found: [network.table] },
    ]);
  });

  it("adopts no resource of another cluster, and no resource in an unknown VPC", async () => {
    const network = await createNetwork(theirName);
    const result = await adopt([vpc(), eip(), ...resourcesIn({})]);
    expect(result.imports).toEqual([]);
    expect(result.ambiguous).toEqual([]);
    expect(result.toCreate).toEqual(["aws_vpc.this", "aws_eip.this"]);
    expect(result.undecided).toHaveLength(6);
    // Not even if our plan refers to the other cluster's VPC.
    expect((await adopt(resourcesIn(network))).imports).toEqual([]);
  });

  it("reports duplicates and imports neither, unless the state records one of them", async () => {
    const [first, second] = [await createNetwork(ourName), await createNetwork(ourName)];
    const result = await adopt([vpc(), eip()]);
    expect(result.imports).toEqual([]);
    expect(result.ambiguous.map(({ address, found: ids }) => [address, [...ids].sort()])).toEqual([
      ["aws_vpc.this", [first.vpc, second.vpc].sort()],
      ["aws_eip.this", [first.address, second.address].sort()],
    ]);
    const recorded = new Set([`aws_vpc ${first.vpc}`, `aws_eip ${first.address}`]);
    expect(found(await adopt([vpc(), eip()], recorded))).toEqual({
      "aws_vpc.this": second.vpc,
      "aws_eip.this": second.address,
    });
  });

  it("finds roles, policies and instance profiles by name or prefix, but none of another cluster", async () => {
    const client = new iam.IAMClient(settings());
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    const createRole = async (RoleName: string, tags: Readonly<Record<string, string>>) => {
      await client.send(
        new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy, Tags: pairs(tags) }),
      );
      return RoleName;
    };
    const createPolicy = async (PolicyName: string, tags: Readonly<Record<string, string>>) => {
      const document = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "logs:PutLogEvents", Resource: "*" }],
      });
      const { Policy } = await client.send(
        new iam.CreatePolicyCommand({ PolicyName, PolicyDocument: document, Tags: pairs(tags) }),
      );
      return given(Policy?.Arn);
    };
    const createProfile = async (InstanceProfileName: string, cluster: string) => {
      await client.send(
        new iam.CreateInstanceProfileCommand({ InstanceProfileName, Tags: pairs(mark(cluster)) }),
      );
      return InstanceProfileName;
    };
    const prefixedRole = await createRole(`${ourName}-cluster-${ending()}`, mark(ourName));
    await createRole(`${theirName}-cluster-${ending()}`, mark(theirName));
    await createRole(`system-eks-node-group-${ending()}`, mark(theirName));
    await createRole(`${ourName}-cluster-by-hand`, mark(ourName));
    const exactRole = await createRole(`${ourName}-runner-cache`, mark(ourName));
    await createRole(`${ourName}-taken`, {});
    const policyArn = await createPolicy(`${ourName}-karpenter`, {});
    await createPolicy(`${theirName}-karpenter`, {});
    const nodeProfile = await createProfile(`Karpenter-${ourName}-${ending()}`, ourName);
    await createProfile(`Karpenter-${theirName}-${ending()}`, theirName);
    const values = { tags_all: mark(ourName) };
    const result = await adopt([
      planned("aws_iam_role", { name_prefix: `${ourName}-cluster-`, ...values }, "cluster"),
      planned("aws_iam_role", { name_prefix: "system-eks-node-group-", ...values }, "nodes"),
      planned("aws_iam_role", { name: exactRole, ...values }, "exact"),
      planned("aws_iam_role", { name: `${ourName}-taken`, ...values }, "taken"),
      planned("aws_iam_role", values, "unnamed"),
      planned("aws_iam_policy", { name: `${ourName}-karpenter` }, "policy"),
      planned("aws_iam_instance_profile", { name_prefix: `Karpenter-${ourName}-`, ...values }, "profile"),
    ]);
    expect(found(result)).toEqual({
      cluster: prefixedRole,
      exact: exactRole,
      policy: policyArn,
      profile: nodeProfile,
    });
    expect(result.ambiguous).toMatchObject([{ address: "taken", found: [`${ourName}-taken`] }]);
    expect(result.undecided).toMatchObject([{ address: "unnamed" }]);
    expect(result.toCreate).toEqual(["nodes"]);
  });

  it("finds the issuer's OIDC provider regardless of its tags", async () => {
    const client = new iam.IAMClient(settings());
    const createProvider = async (issuer: string) =>
      (
        await client.send(
          new iam.CreateOpenIDConnectProviderCommand({ Url: issuer, ThumbprintList: ["a".repeat(40)] }),
        )
      ).OpenIDConnectProviderArn;
    const issuer = "https://oidc.eks.us-west-2.amazonaws.com/id/AAAA";
    await createProvider(`${issuer}BB`);
    const arn = await createProvider(issuer);
    expect(found(await adopt([planned("aws_iam_openid_connect_provider", { url: issuer })]))).toEqual({
      "aws_iam_openid_connect_provider.this": arn,
    });
  });

  it("finds the key by tags and description, and an alias only if it points to the planned key", async () => {
    const client = new kms.KMSClient(settings());
    const createKey = async (cluster: string) => {
      const { KeyMetadata } = await client.send(
        new kms.CreateKeyCommand({
          Description: `${cluster} cluster encryption key`,
          Tags: pairs(mark(cluster)).map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
        }),
      );
      return given(KeyMetadata?.KeyId);
    };
    const deletedKey = await createKey(ourName);
    await client.send(new kms.ScheduleKeyDeletionCommand({ KeyId: deletedKey }));
    const [ourKey, theirKey] = [await createKey(ourName), await createKey(theirName)];
    for (const [name, TargetKeyId] of [
      [ourName, ourKey],
      [`${ourName}-old`, theirKey],
    ] as const) {
      await client.send(new kms.CreateAliasCommand({ AliasName: `alias/eks/${name}`, TargetKeyId }));
    }
    const alias = (name: string, target_key_id?: string) =>
      planned("aws_kms_alias", { name: `alias/eks/${name}`, target_key_id }, name);
    const result = await adopt([
      planned(
        "aws_kms_key",
        { description: `${ourName} cluster encryption key`, tags_all: mark(ourName) },
        "key",
      ),
      alias(ourName, ourKey),
      alias(`${ourName}-old`, ourKey),
      alias(theirName, ourKey),
    ]);
    expect(found(result)).toEqual({ key: ourKey, [ourName]: `alias/eks/${ourName}` });
    expect(result.ambiguous).toMatchObject([
      { address: `${ourName}-old`, why: expect.stringContaining(theirKey) as string },
    ]);
    expect(result.toCreate).toEqual([theirName]);
    expect((await adopt([alias(ourName)])).undecided).toHaveLength(1);
  });

  it("finds untagged log groups that EKS created, by the cluster name in their own name", async () => {
    const shared = "/shared";
    const client = new logs.CloudWatchLogsClient(settings());
    for (const logGroupName of [`/aws/eks/${ourName}/cluster`, `/aws/eks/${theirName}/cluster`, shared]) {
      await client.send(new logs.CreateLogGroupCommand({ logGroupName }));
    }
    const group = (name: string) =>
      planned("aws_cloudwatch_log_group", { name, tags_all: mark(ourName) }, name);
    const result = await adopt([
      group(`/aws/eks/${ourName}/cluster`),
      group(shared),
      group(`/aws/eks/${ourName}/c`),
    ]);
    expect(found(result)).toEqual({ [`/aws/eks/${ourName}/cluster`]: `/aws/eks/${ourName}/cluster` });
    expect(result.ambiguous).toMatchObject([{ address: shared, found: [shared] }]);
  });

  it("reports a cluster that is still being created, and finds it with its resources once it is active", async () => {
    const { subnet } = await createNetwork(ourName);
    const tags_all = mark(ourName);
    const [ofCluster, profile] = [{ cluster_name: ourName, tags_all }, "pods-1"];
    const candidates = [
      planned("aws_eks_cluster", { name: ourName, tags_all }),
      planned("aws_eks_fargate_profile", { ...ofCluster, fargate_profile_name: profile }),
      planned("aws_eks_addon", { ...ofCluster, addon_name: "coredns" }),
      planned("aws_eks_node_group", { ...ofCluster, node_group_name_prefix: "system-" }),
    ];
    expect((await adopt(candidates)).toCreate).toHaveLength(4);
    aws.setCreationSeconds(3600);
    await seedCluster(settings(), ourName, subnet);
    expect((await adopt(candidates)).transitioning).toMatchObject([
      { address: "aws_eks_cluster.this", found: ourName, why: "it is CREATING" },
    ]);
    aws.finishTransitions();
    aws.setCreationSeconds(0);
    await seedCluster(settings(), theirName, subnet);
    const group = await seedParts(settings(), ourName, subnet, profile);
    expect(found(await adopt(candidates))).toEqual({
      "aws_eks_cluster.this": ourName,
      "aws_eks_fargate_profile.this": `${ourName}:${profile}`,
      "aws_eks_addon.this": `${ourName}:coredns`,
      "aws_eks_node_group.this": `${ourName}:${group}`,
    });
    const otherCluster = planned("aws_eks_cluster", { name: theirName, tags_all });
    expect((await adopt([otherCluster])).ambiguous).toMatchObject([{ found: [theirName] }]);
  });

  it("reports a failed lookup and does not plan to create the resource", async () => {
    aws.inject({ service: "ec2", operation: "DescribeVpcs", kind: "expired-credentials" });
    const result = await adopt([vpc()]);
    expect(result.toCreate).toEqual([]);
    expect(result.failed.map(({ address }) => address)).toEqual(["aws_vpc.this"]);
    expect(result.failed[0]?.why).toContain("xpired");
    aws.clearFaults();
  });
});
