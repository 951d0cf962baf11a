/**
 * What a lost run left in AWS is found among what looks like it: things of another cluster whose name begins with
 * ours, things of nobody, and things of ours that are there twice.
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
  let tests = 0;
  let ours: string;
  /** Its name has ours for a beginning. */
  let theirs: string;
  const settings = () => clientSettings({ url: aws.url, region, accessKeyId: dummyAccessKeyId });
  const adopt = (candidates: readonly Candidate[], recorded: ReadonlySet<string> = new Set()) =>
    findExisting(candidates, { name: ours, access: settings(), recorded });

  beforeAll(async () => {
    if (requirements.ok) aws = await startAws({ moto: requirements.moto });
  });
  // An account that is emptied costs more time than a name that is new.
  beforeEach(() => {
    ours = `glrunner-${(tests++).toString(36)}`;
    theirs = `${ours}-b`;
  });
  afterAll(async () => {
    if (requirements.ok) await aws.stop();
  });

  const network = (cluster: string) => seedNetwork(settings(), cluster);
  const tags_all = (Name: string) => ({ Name, ...mark(ours) });
  const vpc = () => planned("aws_vpc", { cidr_block: "10.0.0.0/16", tags_all: tags_all(ours) });
  const eip = () => planned("aws_eip", { domain: "vpc", tags_all: tags_all(`${ours}-${region}a`) });
  const parts = (made: Made) => plannedParts(ours, made);

  it("finds the network among that of another cluster, in a VPC that is known", async () => {
    await network(theirs);
    const made = await network(ours);
    expect(found(await adopt([vpc(), eip()]))).toEqual({
      "aws_vpc.this": made.vpc,
      "aws_eip.this": made.address,
    });
    const result = await adopt(parts(made));
    expect(found(result)).toEqual({
      "aws_subnet.this": made.subnet,
      // Not attached yet: the apply does that.
      "aws_internet_gateway.this": made.gateway,
      "aws_route_table.this": made.table,
      "aws_nat_gateway.this": made.nat,
    });
    expect(result.toCreate).toEqual(["aws_route.this", "aws_route_table_association.this"]);
  });

  it("finds what is in a route table that is ours", async () => {
    const made = await network(ours);
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
    expect(found(await adopt(parts(made)))).toMatchObject({
      "aws_internet_gateway.this": made.gateway,
      "aws_route_table.this": made.table,
      "aws_route.this": `${made.table}_0.0.0.0/0`,
      "aws_route_table_association.this": `${made.subnet}/${made.table}`,
    });
    const other = await adopt(parts({ ...made, table: "rtb-0000000000000000" }));
    expect(other.ambiguous).toMatchObject([
      { address: "aws_route_table_association.this", found: [made.table] },
    ]);
  });

  it("takes over nothing of another cluster, nor in a VPC that is not known", async () => {
    const made = await network(theirs);
    const result = await adopt([vpc(), eip(), ...parts({})]);
    expect(result.imports).toEqual([]);
    expect(result.ambiguous).toEqual([]);
    expect(result.toCreate).toEqual(["aws_vpc.this", "aws_eip.this"]);
    expect(result.undecided).toHaveLength(6);
    // Even in a VPC that were ours.
    expect((await adopt(parts(made))).imports).toEqual([]);
  });

  it("shows duplicates, and imports neither, unless the state has one", async () => {
    const [one, other] = [await network(ours), await network(ours)];
    const result = await adopt([vpc(), eip()]);
    expect(result.imports).toEqual([]);
    expect(result.ambiguous.map(({ address, found: ids }) => [address, [...ids].sort()])).toEqual([
      ["aws_vpc.this", [one.vpc, other.vpc].sort()],
      ["aws_eip.this", [one.address, other.address].sort()],
    ]);
    const recorded = new Set([`aws_vpc ${one.vpc}`, `aws_eip ${one.address}`]);
    expect(found(await adopt([vpc(), eip()], recorded))).toEqual({
      "aws_vpc.this": other.vpc,
      "aws_eip.this": other.address,
    });
  });

  it("finds roles, policies and instance profiles by name or prefix, and never those of others", async () => {
    const client = new iam.IAMClient(settings());
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    const role = async (RoleName: string, tags: Readonly<Record<string, string>>) => {
      await client.send(
        new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy, Tags: pairs(tags) }),
      );
      return RoleName;
    };
    const madePolicy = async (PolicyName: string, tags: Readonly<Record<string, string>>) => {
      const document = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "logs:PutLogEvents", Resource: "*" }],
      });
      const { Policy } = await client.send(
        new iam.CreatePolicyCommand({ PolicyName, PolicyDocument: document, Tags: pairs(tags) }),
      );
      return given(Policy?.Arn);
    };
    const profile = async (InstanceProfileName: string, cluster: string) => {
      await client.send(
        new iam.CreateInstanceProfileCommand({ InstanceProfileName, Tags: pairs(mark(cluster)) }),
      );
      return InstanceProfileName;
    };
    const prefixed = await role(`${ours}-cluster-${ending()}`, mark(ours));
    await role(`${theirs}-cluster-${ending()}`, mark(theirs));
    await role(`system-eks-node-group-${ending()}`, mark(theirs));
    await role(`${ours}-cluster-by-hand`, mark(ours));
    const exact = await role(`${ours}-runner-cache`, mark(ours));
    await role(`${ours}-taken`, {});
    const karpenter = await madePolicy(`${ours}-karpenter`, {});
    await madePolicy(`${theirs}-karpenter`, {});
    const node = await profile(`Karpenter-${ours}-${ending()}`, ours);
    await profile(`Karpenter-${theirs}-${ending()}`, theirs);
    const values = { tags_all: mark(ours) };
    const result = await adopt([
      planned("aws_iam_role", { name_prefix: `${ours}-cluster-`, ...values }, "cluster"),
      planned("aws_iam_role", { name_prefix: "system-eks-node-group-", ...values }, "nodes"),
      planned("aws_iam_role", { name: exact, ...values }, "exact"),
      planned("aws_iam_role", { name: `${ours}-taken`, ...values }, "taken"),
      planned("aws_iam_role", values, "unnamed"),
      planned("aws_iam_policy", { name: `${ours}-karpenter` }, "policy"),
      planned("aws_iam_instance_profile", { name_prefix: `Karpenter-${ours}-`, ...values }, "profile"),
    ]);
    expect(found(result)).toEqual({ cluster: prefixed, exact, policy: karpenter, profile: node });
    expect(result.ambiguous).toMatchObject([{ address: "taken", found: [`${ours}-taken`] }]);
    expect(result.undecided).toMatchObject([{ address: "unnamed" }]);
    expect(result.toCreate).toEqual(["nodes"]);
  });

  it("finds the issuer's OIDC provider with any tags", async () => {
    const client = new iam.IAMClient(settings());
    const provider = async (issuer: string) =>
      (
        await client.send(
          new iam.CreateOpenIDConnectProviderCommand({ Url: issuer, ThumbprintList: ["a".repeat(40)] }),
        )
      ).OpenIDConnectProviderArn;
    const issuer = "https://oidc.eks.us-west-2.amazonaws.com/id/AAAA";
    await provider(`${issuer}BB`);
    const arn = await provider(issuer);
    expect(found(await adopt([planned("aws_iam_openid_connect_provider", { url: issuer })]))).toEqual({
      "aws_iam_openid_connect_provider.this": arn,
    });
  });

  it("finds the key by tags and description, and an alias only when it leads to the key that is planned", async () => {
    const client = new kms.KMSClient(settings());
    const key = async (cluster: string) => {
      const { KeyMetadata } = await client.send(
        new kms.CreateKeyCommand({
          Description: `${cluster} cluster encryption key`,
          Tags: pairs(mark(cluster)).map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
        }),
      );
      return given(KeyMetadata?.KeyId);
    };
    const gone = await key(ours);
    await client.send(new kms.ScheduleKeyDeletionCommand({ KeyId: gone }));
    const [own, other] = [await key(ours), await key(theirs)];
    for (const [name, TargetKeyId] of [
      [ours, own],
      [`${ours}-old`, other],
    ] as const) {
      await client.send(new kms.CreateAliasCommand({ AliasName: `alias/eks/${name}`, TargetKeyId }));
    }
    const alias = (name: string, target_key_id?: string) =>
      planned("aws_kms_alias", { name: `alias/eks/${name}`, target_key_id }, name);
    const result = await adopt([
      planned("aws_kms_key", { description: `${ours} cluster encryption key`, tags_all: mark(ours) }, "key"),
      alias(ours, own),
      alias(`${ours}-old`, own),
      alias(theirs, own),
    ]);
    expect(found(result)).toEqual({ key: own, [ours]: `alias/eks/${ours}` });
    expect(result.ambiguous).toMatchObject([
      { address: `${ours}-old`, why: expect.stringContaining(other) as string },
    ]);
    expect(result.toCreate).toEqual([theirs]);
    expect((await adopt([alias(ours)])).undecided).toHaveLength(1);
  });

  it("finds log groups that EKS made without tags, by the cluster's name in theirs", async () => {
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

  it("waits for the cluster and its parts while they are created", async () => {
    const { subnet } = await network(ours);
    const tags_all = mark(ours);
    const [part, profile] = [{ cluster_name: ours, tags_all }, "pods-1"];
    const candidates = [
      planned("aws_eks_cluster", { name: ours, tags_all }),
      planned("aws_eks_fargate_profile", { ...part, fargate_profile_name: profile }),
      planned("aws_eks_addon", { ...part, addon_name: "coredns" }),
      planned("aws_eks_node_group", { ...part, node_group_name_prefix: "system-" }),
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
    const taken = planned("aws_eks_cluster", { name: theirs, tags_all });
    expect((await adopt([taken])).ambiguous).toMatchObject([{ found: [theirs] }]);
  });

  it("does not take for absent what it was not allowed to ask", async () => {
    aws.inject({ service: "ec2", operation: "DescribeVpcs", kind: "expired-credentials" });
    const result = await adopt([vpc()]);
    expect(result.toCreate).toEqual([]);
    expect(result.failed.map(({ address }) => address)).toEqual(["aws_vpc.this"]);
    expect(result.failed[0]?.why).toContain("xpired");
    aws.clearFaults();
  });
});
