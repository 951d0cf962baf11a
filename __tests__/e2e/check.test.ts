/**
 * What `glrunner check` asks of AWS, against moto: names that are taken, what exists beside a quota, subnets, tokens,
 * and what is left when rights are missing or credentials have expired. Nothing is ever changed.
 */
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as secretsManager from "@aws-sdk/client-secrets-manager";
import * as sqs from "@aws-sdk/client-sqs";
import * as ssm from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { check, networkErrors, type Finding } from "../../src/check";
import { startAws, type EmulatedAws } from "../../src/emulator/aws";
import { findRequirements } from "../../src/emulator/requirements";
import { configOf, runner } from "../config/samples";

const requirements = await findRequirements();

describe.skipIf(!requirements.ok)("check against the emulated AWS", () => {
  const region = "us-west-2";
  const credentials = { accessKeyId: "loopback", secretAccessKey: "loopback" };
  let aws: EmulatedAws;
  const settings = () => ({ region, endpoint: aws.url, credentials });

  beforeAll(async () => {
    if (requirements.ok) aws = await startAws({ moto: requirements.moto });
  });
  // One account for all, which fills up: to empty it takes moto longer than all of this.
  let callsBefore = 0;
  beforeEach(() => {
    aws.clearFaults();
    callsBefore = aws.calls.length;
  });
  const operations = () => new Set(aws.calls.slice(callsBefore).map(({ operation }) => operation));
  afterAll(async () => {
    if (requirements.ok) await aws.stop();
  });

  const cached = { cache: { bucket: "ci-cache" } };
  const usual = { runners: [runner(cached)] };

  const folders = { work: "/home/user/cdktf.out", providers: "/home/user/providers" };
  const quiet = { warnings: [], home: "/home/user", folders };

  interface Asked {
    readonly change?: Readonly<Record<string, unknown>>;
    readonly deployed?: boolean;
  }
  /** By id. No program of this machine is looked for. */
  async function found({ change = usual, deployed = false }: Asked = {}): Promise<
    ReadonlyMap<string, Finding>
  > {
    const { findings } = await check({
      config: configOf(change),
      on: "2026-11-24",
      env: {},
      ...quiet,
      access: settings(),
      deployed,
      network: deployed,
      created: deployed,
    });
    return new Map(findings.map((each) => [each.id, each]));
  }
  const level = async (id: string, asked?: Asked) => (await found(asked)).get(id)?.level;

  it("finds an empty account free of what would be in the way, and only reads", async () => {
    const findings = await found();
    expect(findings.get("credentials.identity")).toMatchObject({ level: "ok" });
    expect(findings.get("account.names")?.what).toBe("10 of 10 fixed names are free");
    expect(findings.get("account.zones")?.what).toBe("availability zones us-west-2a, us-west-2b, us-west-2c");
    const asked = [...operations()];
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((name) => !/^(Get|List|Describe)/.test(name))).toEqual([]);
  });

  it("compares what exists with the quotas that moto knows; the others are unknown, with the reason", async () => {
    const client = new ec2.EC2Client(settings());
    const before = (await found()).get("account.quota.vpcs");
    // A Region comes with a VPC.
    expect(before).toMatchObject({ level: "ok", what: "VPCs: 1 needed, 1 already exist; the quota is 5" });
    for (const block of [1, 2, 3, 4]) {
      await client.send(new ec2.CreateVpcCommand({ CidrBlock: `10.${block}.0.0/16` }));
    }
    const findings = await found();
    const vpcs = findings.get("account.quota.vpcs");
    expect(vpcs?.level).toBe("error");
    expect(vpcs?.fix).toContain("quotas/L-F678F1CE");
    expect(vpcs?.fix).toContain("--desired-value 6");
    expect(findings.get("account.quota.natGateways")?.level).toBe("ok");
    expect(findings.get("account.quota.fargateVcpu")?.level).toBe("unknown");
    // Of a cluster that is there, its own network is among them.
    expect((await found({ deployed: true })).has("account.quota.vpcs")).toBe(false);
  });

  it("counts the NAT gateways of the zone that ours would be in", async () => {
    const client = new ec2.EC2Client(settings());
    const { Vpc } = await client.send(new ec2.CreateVpcCommand({ CidrBlock: "10.9.0.0/16" }));
    const { Subnet } = await client.send(
      new ec2.CreateSubnetCommand({
        VpcId: Vpc?.VpcId,
        CidrBlock: "10.9.0.0/24",
        AvailabilityZone: "us-west-2a",
      }),
    );
    for (let number = 0; number < 5; number += 1) {
      const { AllocationId } = await client.send(new ec2.AllocateAddressCommand({ Domain: "vpc" }));
      await client.send(new ec2.CreateNatGatewayCommand({ SubnetId: Subnet?.SubnetId, AllocationId }));
    }
    const id = "account.quota.natGateways";
    expect((await found()).get(id)?.what).toContain("5 already exist; the quota is 5");
    expect(await level(id)).toBe("error");
    const zones = ["us-west-2b", "us-west-2c"];
    expect(await level(id, { change: { network: { zones } } })).toBe("ok");
  });

  it("names each thing that is in the way of its creation", async () => {
    const role = { AssumeRolePolicyDocument: "{}", RoleName: "glrunner-karpenter-irsa" };
    const policy = { PolicyName: "glrunner-fargate-logs", PolicyDocument: JSON.stringify(emptyPolicy) };
    await new iam.IAMClient(settings()).send(new iam.CreateRoleCommand(role));
    await new iam.IAMClient(settings()).send(new iam.CreatePolicyCommand(policy));
    await new sqs.SQSClient(settings()).send(new sqs.CreateQueueCommand({ QueueName: "karpenter-glrunner" }));
    const watch = new logs.CloudWatchLogsClient(settings());
    // Those of a cluster whose name begins alike are not ours.
    for (const logGroupName of ["/aws/eks/glrunner/cluster", "/aws/eks/glrunner/cluster-2"]) {
      await watch.send(new logs.CreateLogGroupCommand({ logGroupName }));
    }
    const keys = new kms.KMSClient(settings());
    const { KeyMetadata } = await keys.send(new kms.CreateKeyCommand({}));
    const alias = { AliasName: "alias/eks/glrunner", TargetKeyId: KeyMetadata?.KeyId };
    await keys.send(new kms.CreateAliasCommand(alias));

    const taken = (findings: ReadonlyMap<string, Finding>) =>
      [...findings.values()].filter(({ id }) => id.startsWith("account.name."));
    const errors = taken(await found());
    expect(errors.map(({ id }) => id.replace("account.name.", ""))).toEqual([
      "log-group./aws/eks/glrunner/cluster",
      "kms-alias.alias/eks/glrunner",
      "queue.karpenter-glrunner",
      "role.glrunner-karpenter-irsa",
      "policy.glrunner-fargate-logs",
    ]);
    expect(new Set(errors.map((each) => each.level))).toEqual(new Set(["error"]));
    expect(errors[0]?.fix).toContain("glrunner sweep");
    const ours = taken(await found({ deployed: true }));
    expect(ours.map((each) => each.level)).toEqual(ours.map(() => "ok"));
    expect(ours).toHaveLength(5);
  });

  it("finds a cluster of the same name", async () => {
    const { EKSClient, CreateClusterCommand } = await import("@aws-sdk/client-eks");
    const client = new ec2.EC2Client(settings());
    const { Subnets = [] } = await client.send(
      new ec2.DescribeSubnetsCommand({ Filters: [{ Name: "default-for-az", Values: ["true"] }] }),
    );
    const subnetIds = Subnets.flatMap(({ SubnetId }) => SubnetId ?? []);
    await new EKSClient(settings()).send(
      new CreateClusterCommand({
        name: "glrunner",
        roleArn: "arn:aws:iam::123456789012:role/cluster",
        resourcesVpcConfig: { subnetIds },
      }),
    );
    expect(await level("account.name.cluster.glrunner")).toBe("error");
  });

  it("looks at the subnets of a network that exists", async () => {
    const client = new ec2.EC2Client(settings());
    const { Vpc } = await client.send(new ec2.CreateVpcCommand({ CidrBlock: "10.8.0.0/16" }));
    const made = await Promise.all(
      ["a", "b"].map((zone, number) =>
        client.send(
          new ec2.CreateSubnetCommand({
            VpcId: Vpc?.VpcId,
            CidrBlock: `10.8.${number}.0/25`,
            AvailabilityZone: `us-west-2${zone}`,
          }),
        ),
      ),
    );
    const privateSubnetIds = made.flatMap(({ Subnet }) => Subnet?.SubnetId ?? []);
    const network = (ids: readonly string[], vpcId = Vpc?.VpcId) => ({
      network: { existing: { vpcId, privateSubnetIds: ids } },
    });
    const jobs = (concurrent: number) => ({
      ...network(privateSubnetIds),
      runners: [runner({ concurrent })],
    });
    const enough = await found({ change: jobs(225) });
    expect(enough.get("account.subnets")?.level).toBe("ok");
    expect(enough.get("account.addresses")?.what).toBe(
      "pods need up to 246 addresses, and the private subnets have 246 free",
    );
    expect(enough.get("account.addresses")?.level).toBe("ok");
    // As CreateVpc leaves it: moto's new VPC has DNS support, but no DNS hostnames and no way out.
    expect(enough.get("account.vpc.dns-support")?.level).toBe("ok");
    expect(enough.get("account.vpc.dns-hostnames")).toMatchObject({
      level: "error",
      fix: `aws ec2 modify-vpc-attribute --vpc-id ${Vpc?.VpcId} --enable-dns-hostnames '{"Value":true}'`,
    });
    expect(enough.get("account.routes.none")?.level).toBe("error");
    expect(enough.get("account.subnets.tags")?.level).toBe("warning");
    const errors = async () => {
      const found = await networkErrors(configOf({ ...jobs(225), name: "new" }), { access: settings() });
      return found.map(({ id }) => id);
    };
    expect(await errors()).toEqual(["account.vpc.dns-hostnames", "account.routes.none"]);
    await client.send(
      new ec2.ModifyVpcAttributeCommand({ VpcId: Vpc?.VpcId, EnableDnsHostnames: { Value: true } }),
    );
    expect(await errors()).toEqual(["account.routes.none"]);
    expect(await level("account.addresses", { change: jobs(226) })).toBe("error");
    expect((await found({ change: jobs(226), deployed: true })).has("account.addresses")).toBe(false);

    const missing = [...privateSubnetIds.slice(1), "subnet-00000000000000000"];
    expect(await level("account.subnets", { change: network(missing) })).toBe("error");
    const elsewhere = await found({ change: network(privateSubnetIds, "vpc-00000000000000000") });
    expect(elsewhere.get("account.subnets")?.what).toContain("not in vpc-0000");
    expect(elsewhere.get("account.vpc")?.level).toBe("error");
  });

  it("misses the service-linked role of Spot only where Spot is used", async () => {
    const spot = { runners: [runner(), runner({ name: "spot", compute: "spot" })] };
    expect(await level("account.role.spot", { change: { runners: [runner()] } })).toBeUndefined();
    expect((await found({ change: spot })).get("account.role.spot")).toMatchObject({
      level: "warning",
      fix: "aws iam create-service-linked-role --aws-service-name spot.amazonaws.com",
    });
    await new iam.IAMClient(settings()).send(
      new iam.CreateRoleCommand({ RoleName: "AWSServiceRoleForEC2Spot", AssumeRolePolicyDocument: "{}" }),
    );
    expect(await level("account.role.spot", { change: spot })).toBe("ok");
  });

  it("refuses zones that EKS does not support, and zones that are not there", async () => {
    const config = configOf({ region: "us-east-1", network: { zones: ["us-east-1a", "us-east-1b"] } });
    const access = { ...settings(), region: "us-east-1" };
    const options = {
      on: "2026-11-24",
      env: {},
      ...quiet,
      deployed: false,
      network: false,
      created: false,
      access,
    };
    const { findings } = await check({ ...options, config });
    expect(findings.find(({ id }) => id === "account.zones")?.level).toBe("ok");
    const bad = configOf({ region: "us-east-1", network: { zones: ["us-east-1a", "us-east-1e"] } });
    const refused = (await check({ ...options, config: bad })).findings.find(
      ({ id }) => id === "account.zones",
    );
    expect(refused).toMatchObject({
      level: "error",
      what: "EKS creates no control plane in us-east-1e (use1-az3)",
    });
    const none = { network: { zones: ["us-west-2a", "us-west-2z"] } };
    expect(await level("account.zones", { change: none })).toBe("error");
  });

  it("finds tokens where they are kept, and prints none", async () => {
    const canary = "glrt-t1_canary-0123456789";
    const parameters = new ssm.SSMClient(settings());
    await parameters.send(
      new ssm.PutParameterCommand({ Name: "/ci/secure", Type: "SecureString", Value: canary }),
    );
    await parameters.send(new ssm.PutParameterCommand({ Name: "/ci/plain", Type: "String", Value: canary }));
    await new secretsManager.SecretsManagerClient(settings()).send(
      new secretsManager.CreateSecretCommand({ Name: "ci/token", SecretString: canary }),
    );
    const tokens = {
      secure: "ssm:/ci/secure",
      plain: "ssm:/ci/plain",
      nowhere: "ssm:/ci/nowhere",
      secret: "secretsmanager:ci/token",
      lost: "secretsmanager:ci/lost",
    };
    const runners = Object.entries(tokens).map(([name, token]) => runner({ name, token }));
    const findings = await found({ change: { runners } });
    const levels = Object.keys(tokens).map((name) => findings.get(`tokens.${name}`)?.level);
    expect(levels).toEqual(["ok", "warning", "error", "ok", "error"]);
    expect(JSON.stringify([...findings.values()])).not.toContain(canary);
  });

  it("says that credentials have expired once, and asks nothing more", async () => {
    aws.inject({ service: "sts", operation: "GetCallerIdentity", kind: "expired-credentials", times: 9 });
    const findings = await found();
    expect(findings.get("credentials.identity")).toMatchObject({
      level: "error",
      what: "the credentials have expired",
    });
    expect(findings.get("account.names")).toMatchObject({
      level: "unknown",
      what: "names that may already exist: the credentials have expired",
    });
    expect(operations()).toEqual(new Set(["GetCallerIdentity"]));
  });

  it("names each missing permission, and continues with the others", async () => {
    const denied = [
      ["ec2", "DescribeVpcs", "account.quota.vpcs"],
      ["ec2", "DescribeAvailabilityZones", "account.zones"],
      ["logs", "DescribeLogGroups", "account.name.log-group./aws/eks/glrunner/cluster"],
      ["kms", "ListAliases", "account.name.kms-alias.alias/eks/glrunner"],
      ["eks", "DescribeCluster", "account.name.cluster.glrunner"],
      ["sqs", "GetQueueUrl", "account.name.queue.karpenter-glrunner"],
      ["iam", "GetRole", "account.name.role.glrunner-runner-cache"],
      ["iam", "GetPolicy", "account.name.policy.glrunner-karpenter"],
    ] as const;
    for (const [service, operation] of denied) {
      aws.inject({ service, operation, kind: "denied", times: 99 });
    }
    const findings = await found();
    for (const [service, operation, id] of denied) {
      expect(findings.get(id)?.level).toBe("unknown");
      expect(findings.get(id)?.what).toContain(`lack the permission ${service}:${operation}`);
    }
    expect(findings.get("account.quota.clusters")?.level).toBe("unknown");
    expect(findings.get("account.quota.natGateways")?.what).toMatch(/the quota is 5$/);
  });

  const emptyPolicy = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: "s3:GetObject", Resource: "*" }],
  };
});
