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
  let ours: string;
  /** The name of another cluster, which starts with the name of ours. */
  let theirs: string;
  const settings = () => clientSettings({ url: aws.url, region, accessKeyId: dummyAccessKeyId });
  const adopt = (candidates: readonly Candidate[], recorded: ReadonlySet<string> = new Set()) =>
    findExisting(candidates, { name: ours, access: settings(), recorded });

  beforeAll(async () => {
    if (requirements.ok) aws = await startAws({ moto: requirements.moto });
  });
  // A new cluster name for each test is faster than emptying the account.
  beforeEach(() => {
    ours = `glrunner-${(testCount++).toString(36)}`;
    theirs = `${ours}-b`;
  });
  afterAll(async () => {
    if (requirements.ok) await aws.stop();
  });

  const createNetwork = (cluster: string) => seedNetwork(settings(), cluster);
  const tags_all = (Name: string) => ({ Name, ...mark(ours) });
  const vpc = () => planned("aws_vpc", { cidr_block: "10.0.0.0/16", tags_all: tags_all(ours) });
  const eip = () => planned("aws_eip", { domain: "vpc", tags_all: tags_all(`${ours}-${region}a`) });
  const resourcesIn = (made: Made) => plannedParts(ours, made);

  it("finds our VPC and the resources in it while another cluster has a network too", async () => {
    await createNetwork(theirs);
    const made = await createNetwork(ours);
    expect(found(await adopt([vpc(), eip()]))).toEqual({
      "aws_vpc.this": made.vpc,
      "aws_eip.this": made.address,
    });
    const result = await adopt(resourcesIn(made));
    expect(found(result)).toEqual({
      "aws_subnet.this": made.subnet,
      // The gateway is not attached yet: the apply attaches it.
      "aws_internet_gateway.this": made.gateway,
      "aws_route_table.this": made.table,
      "aws_nat_gateway.this": made.nat,
    });
    expect(result.toCreate).toEqual(["aws_route.this", "aws_route_table_association.this"]);
  });

  it("finds the routes and associations of our route table", async () => {
    const made = await createNetwork(ours);
    const client = new ec2.EC2Client(settings());
    await client.send(
      new ec2.AttachInternetGatewayCommand({ VpcId: made.vpc, InternetGatewayId: made.gateway }),
    );
    const RouteTableId = made.table;
    await client.send(
      new ec2.CreateRouteCommand({
        RouteTableId,
        DestinationCidrBlock: "0.0.0.0/0",
        GatewayId: made.gateway,
      }),
    );
    await client.send(new ec2.AssociateRouteTableCommand({ RouteTableId, SubnetId: made.subnet }));
    expect(found(await adopt(resourcesIn(made)))).toMatchObject({
      "aws_internet_gateway.this": made.gateway,
      "aws_route_table.this": made.table,
      "aws_route.this": `${made.table}_0.0.0.0/0`,
      "aws_route_table_association.this": `${made.subnet}/${made.table}`,
    });
    const withOtherTable = await adopt(resourcesIn({ ...made, table: "rtb-0000000000000000" }));
    expect(withOtherTable.ambiguous).toMatchObject([
      { address: "aws_route_table_association.this", found: [made.table] },
    ]);
  });

  it("adopts no resource of another cluster, and no resource in an unknown VPC", async () => {
    const made = await createNetwork(theirs);
    const result = await adopt([vpc(), eip(), ...resourcesIn({})]);
    expect(result.imports).toEqual([]);
    expect(result.ambiguous).toEqual([]);
    expect(result.toCreate).toEqual(["aws_vpc.this", "aws_eip.this"]);
    expect(result.undecided).toHaveLength(6);
    // Not even if our plan refers to the other cluster's VPC.
    expect((await adopt(resourcesIn(made))).imports).toEqual([]);
  });

  it("reports duplicates and imports neither, unless the state records one of them", async () => {
    const [first, second] = [await createNetwork(ours), await createNetwork(ours)];
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
    const prefixedRole = await createRole(`${ours}-cluster-${ending()}`, mark(ours));
    await createRole(`${theirs}-cluster-${ending()}`, mark(theirs));
    await createRole(`system-eks-node-group-${ending()}`, mark(theirs));
    await createRole(`${ours}-cluster-by-hand`, mark(ours));
    const exactRole = await createRole(`${ours}-runner-cache`, mark(ours));
    await createRole(`${ours}-taken`, {});
    const policyArn = await createPolicy(`${ours}-karpenter`, {});
    await createPolicy(`${theirs}-karpenter`, {});
    const nodeProfile = await createProfile(`Karpenter-${ours}-${ending()}`, ours);
    await createProfile(`Karpenter-${theirs}-${ending()}`, theirs);
    const values = { tags_all: mark(ours) };
    const result = await adopt([
      planned("aws_iam_role", { name_prefix: `${ours}-cluster-`, ...values }, "cluster"),
      planned("aws_iam_role", { name_prefix: "system-eks-node-group-", ...values }, "nodes"),
      planned("aws_iam_role", { name: exactRole, ...values }, "exact"),
      planned("aws_iam_role", { name: `${ours}-taken`, ...values }, "taken"),
      planned("aws_iam_role", values, "unnamed"),
      planned("aws_iam_policy", { name: `${ours}-karpenter` }, "policy"),
      planned("aws_iam_instance_profile", { name_prefix: `Karpenter-${ours}-`, ...values }, "profile"),
    ]);
    expect(found(result)).toEqual({
      cluster: prefixedRole,
      exact: exactRole,
      policy: policyArn,
      profile: nodeProfile,
    });
    expect(result.ambiguous).toMatchObject([{ address: "taken", found: [`${ours}-taken`] }]);
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
    const deletedKey = await createKey(ours);
    await client.send(new kms.ScheduleKeyDeletionCommand({ KeyId: deletedKey }));
    const [ourKey, theirKey] = [await createKey(ours), await createKey(theirs)];
    for (const [name, TargetKeyId] of [
      [ours, ourKey],
      [`${ours}-old`, theirKey],
    ] as const) {
      await client.send(new kms.CreateAliasCommand({ AliasName: `alias/eks/${name}`, TargetKeyId }));
    }
    const alias = (name: string, target_key_id?: string) =>
      planned("aws_kms_alias", { name: `alias/eks/${name}`, target_key_id }, name);
    const result = await adopt([
      planned("aws_kms_key", { description: `${ours} cluster encryption key`, tags_all: mark(ours) }, "key"),
      alias(ours, ourKey),
      alias(`${ours}-old`, ourKey),
      alias(theirs, ourKey),
    ]);
    expect(found(result)).toEqual({ key: ourKey, [ours]: `alias/eks/${ours}` });
    expect(result.ambiguous).toMatchObject([
      { address: `${ours}-old`, why: expect.stringContaining(theirKey) as string },
    ]);
    expect(result.toCreate).toEqual([theirs]);
    expect((await adopt([alias(ours)])).undecided).toHaveLength(1);
  });

  it("finds untagged log groups that EKS created, by the cluster name in their own name", async () => {
    const shared = "/shared";
    const client = new logs.CloudWatchLogsClient(settings());
    for (const logGroupName of [`/aws/eks/${ours}/cluster`, `/aws/eks/${theirs}/cluster`, shared]) {
      await client.send(new logs.CreateLogGroupCommand({ logGroupName }));
    }
    const group = (name: string) => planned("aws_cloudwatch_log_group", { name, tags_all: mark(ours) }, name);
    const result = await adopt([
      group(`/aws/eks/${ours}/cluster`),
      group(shared),
      group(`/aws/eks/${ours}/c`),
    ]);
    expect(found(result)).toEqual({ [`/aws/eks/${ours}/cluster`]: `/aws/eks/${ours}/cluster` });
    expect(result.ambiguous).toMatchObject([{ address: shared, found: [shared] }]);
  });

  it("reports a cluster that is still being created, and finds it with its resources once it is active", async () => {
    const { subnet } = await createNetwork(ours);
    const tags_all = mark(ours);
    const [ofCluster, profile] = [{ cluster_name: ours, tags_all }, "pods-1"];
    const candidates = [
      planned("aws_eks_cluster", { name: ours, tags_all }),
      planned("aws_eks_fargate_profile", { ...ofCluster, fargate_profile_name: profile }),
      planned("aws_eks_addon", { ...ofCluster, addon_name: "coredns" }),
      planned("aws_eks_node_group", { ...ofCluster, node_group_name_prefix: "system-" }),
    ];
    expect((await adopt(candidates)).toCreate).toHaveLength(4);
    aws.setCreationSeconds(3600);
    await seedCluster(settings(), ours, subnet);
    expect((await adopt(candidates)).transitioning).toMatchObject([
      { address: "aws_eks_cluster.this", found: ours, why: "it is CREATING" },
    ]);
    aws.finishTransitions();
    aws.setCreationSeconds(0);
    await seedCluster(settings(), theirs, subnet);
    const group = await seedParts(settings(), ours, subnet, profile);
    expect(found(await adopt(candidates))).toEqual({
      "aws_eks_cluster.this": ours,
      "aws_eks_fargate_profile.this": `${ours}:${profile}`,
      "aws_eks_addon.this": `${ours}:coredns`,
      "aws_eks_node_group.this": `${ours}:${group}`,
    });
    const otherCluster = planned("aws_eks_cluster", { name: theirs, tags_all });
    expect((await adopt([otherCluster])).ambiguous).toMatchObject([{ found: [theirs] }]);
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
