/**
 * Runs `glrunner check` against moto: names that already exist, quotas, subnets, tokens, missing permissions and expired
 * credentials. The check only makes read calls.
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
  // All tests share one account, which fills up: moto takes longer to empty it than all tests together.
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
  const defaultChange = { runners: [runner(cached)] };

  const folders = { work: "/home/user/cdktf.out", providers: "/home/user/providers" };
  const machine = { warnings: [], home: "/home/user", folders };

  interface CheckInput {
    readonly change?: Readonly<Record<string, unknown>>;
    readonly deployed?: boolean;
  }
  /** Returns the findings of a check by id. The check uses no program of this machine. */
  async function findingsOf({ change = defaultChange, deployed = false }: CheckInput = {}): Promise<
    ReadonlyMap<string, Finding>
  > {
    const { findings } = await check({
      config: configOf(change),
      on: "2026-11-24",
      env: {},
      ...machine,
      access: settings(),
      deployed,
      network: deployed,
      created: deployed,
    });
    return new Map(findings.map((finding) => [finding.id, finding]));
  }
  const levelOf = async (id: string, input?: CheckInput) => (await findingsOf(input)).get(id)?.level;

  it("finds no obstacle in an empty account, and only makes read calls", async () => {
    const findings = await findingsOf();
    expect(findings.get("credentials.identity")).toMatchObject({ level: "ok" });
    expect(findings.get("account.names")?.what).toBe("10 of 10 fixed names are free");
    expect(findings.get("account.zones")?.what).toBe("availability zones us-west-2a, us-west-2b, us-west-2c");
    const called = [...operations()];
    expect(called.length).toBeGreaterThan(10);
    expect(called.filter((name) => !/^(Get|List|Describe)/.test(name))).toEqual([]);
  });

  it("compares existing resources with the quotas that moto knows, and reports the other quotas as unknown", async () => {
    const client = new ec2.EC2Client(settings());
    const before = (await findingsOf()).get("account.quota.vpcs");
    // Every Region has a default VPC.
    expect(before).toMatchObject({ level: "ok", what: "VPCs: 1 needed, 1 already exist; the quota is 5" });
    for (const block of [1, 2, 3, 4]) {
      await client.send(new ec2.CreateVpcCommand({ CidrBlock: `10.${block}.0.0/16` }));
    }
    const findings = await findingsOf();
    const vpcs = findings.get("account.quota.vpcs");
    expect(vpcs?.level).toBe("error");
    expect(vpcs?.fix).toContain("quotas/L-F678F1CE");
    expect(vpcs?.fix).toContain("--desired-value 6");
    expect(findings.get("account.quota.natGateways")?.level).toBe("ok");
    expect(findings.get("account.quota.fargateVcpu")?.level).toBe("unknown");
    // The VPC of a deployed cluster is already one of the existing VPCs.
    expect((await findingsOf({ deployed: true })).has("account.quota.vpcs")).toBe(false);
  });

  it("counts the NAT gateways in the zone of the planned NAT gateway", async () => {
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
    expect((await findingsOf()).get(id)?.what).toContain("5 already exist; the quota is 5");
    expect(await levelOf(id)).toBe("error");
    const zones = ["us-west-2b", "us-west-2c"];
    expect(await levelOf(id, { change: { network: { zones } } })).toBe("ok");
  });

  it("reports every existing resource whose name a new cluster needs", async () => {
    const role = { AssumeRolePolicyDocument: "{}", RoleName: "glrunner-karpenter-irsa" };
    const policy = { PolicyName: "glrunner-fargate-logs", PolicyDocument: JSON.stringify(emptyPolicy) };
    await new iam.IAMClient(settings()).send(new iam.CreateRoleCommand(role));
    await new iam.IAMClient(settings()).send(new iam.CreatePolicyCommand(policy));
    await new sqs.SQSClient(settings()).send(new sqs.CreateQueueCommand({ QueueName: "karpenter-glrunner" }));
    const logsClient = new logs.CloudWatchLogsClient(settings());
    // The second log group only starts with the same name, and does not conflict.
    for (const logGroupName of ["/aws/eks/glrunner/cluster", "/aws/eks/glrunner/cluster-2"]) {
      await logsClient.send(new logs.CreateLogGroupCommand({ logGroupName }));
    }
    const kmsClient = new kms.KMSClient(settings());
    const { KeyMetadata } = await kmsClient.send(new kms.CreateKeyCommand({}));
    const alias = { AliasName: "alias/eks/glrunner", TargetKeyId: KeyMetadata?.KeyId };
    await kmsClient.send(new kms.CreateAliasCommand(alias));

    const nameFindings = (findings: ReadonlyMap<string, Finding>) =>
      [...findings.values()].filter(({ id }) => id.startsWith("account.name."));
    const errors = nameFindings(await findingsOf());
    expect(errors.map(({ id }) => id.replace("account.name.", ""))).toEqual([
      "log-group./aws/eks/glrunner/cluster",
      "kms-alias.alias/eks/glrunner",
      "queue.karpenter-glrunner",
      "role.glrunner-karpenter-irsa",
      "policy.glrunner-fargate-logs",
    ]);
    expect(new Set(errors.map(({ level }) => level))).toEqual(new Set(["error"]));
    expect(errors[0]?.fix).toContain("glrunner sweep");
    const deployed = nameFindings(await findingsOf({ deployed: true }));
    expect(deployed.map(({ level }) => level)).toEqual(deployed.map(() => "ok"));
    expect(deployed).toHaveLength(5);
  });

  it("reports an existing cluster of the same name", async () => {
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
    expect(await levelOf("account.name.cluster.glrunner")).toBe("error");
  });

  it("checks the subnets, addresses, DNS settings and routes of an existing network", async () => {
    const client = new ec2.EC2Client(settings());
    const { Vpc } = await client.send(new ec2.CreateVpcCommand({ CidrBlock: "10.8.0.0/16" }));
    const created = await Promise.all(
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
    const privateSubnetIds = created.flatMap(({ Subnet }) => Subnet?.SubnetId ?? []);
    const network = (ids: readonly string[], vpcId = Vpc?.VpcId) => ({
      network: { existing: { vpcId, privateSubnetIds: ids } },
    });
    const jobs = (concurrent: number) => ({
      ...network(privateSubnetIds),
      runners: [runner({ concurrent })],
    });
    const sufficient = await findingsOf({ change: jobs(225) });
    expect(sufficient.get("account.subnets")?.level).toBe("ok");
    expect(sufficient.get("account.addresses")?.what).toBe(
      "pods need up to 246 addresses, and the private subnets have 246 free",
    );
    expect(sufficient.get("account.addresses")?.level).toBe("ok");
    // CreateVpc returns a VPC with DNS support, but without DNS hostnames and without a route to the internet.
    expect(sufficient.get("account.vpc.dns-support")?.level).toBe("ok");
    expect(sufficient.get("account.vpc.dns-hostnames")).toMatchObject({
      level: "error",
      fix: `aws ec2 modify-vpc-attribute --vpc-id ${Vpc?.VpcId} --enable-dns-hostnames '{"Value":true}'`,
    });
    expect(sufficient.get("account.routes.none")?.level).toBe("error");
    expect(sufficient.get("account.subnets.tags")?.level).toBe("warning");
    const errors = async () => {
      const findings = await networkErrors(configOf({ ...jobs(225), name: "new" }), { access: settings() });
      return findings.map(({ id }) => id);
    };
    expect(await errors()).toEqual(["account.vpc.dns-hostnames", "account.routes.none"]);
    await client.send(
      new ec2.ModifyVpcAttributeCommand({ VpcId: Vpc?.VpcId, EnableDnsHostnames: { Value: true } }),
    );
    expect(await errors()).toEqual(["account.routes.none"]);
    expect(await levelOf("account.addresses", { change: jobs(226) })).toBe("error");
    expect((await findingsOf({ change: jobs(226), deployed: true })).has("account.addresses")).toBe(false);

    const missing = [...privateSubnetIds.slice(1), "subnet-00000000000000000"];
    expect(await levelOf("account.subnets", { change: network(missing) })).toBe("error");
    const inOtherVpc = await findingsOf({ change: network(privateSubnetIds, "vpc-00000000000000000") });
    expect(inOtherVpc.get("account.subnets")?.what).toContain("not in vpc-0000");
    expect(inOtherVpc.get("account.vpc")?.level).toBe("error");
  });

  it("requires the service-linked role of Spot only if a runner uses Spot", async () => {
    const spot = { runners: [runner(), runner({ name: "spot", compute: "spot" })] };
    expect(await levelOf("account.role.spot", { change: { runners: [runner()] } })).toBeUndefined();
    expect((await findingsOf({ change: spot })).get("account.role.spot")).toMatchObject({
      level: "warning",
      fix: "aws iam create-service-linked-role --aws-service-name spot.amazonaws.com",
    });
    await new iam.IAMClient(settings()).send(
      new iam.CreateRoleCommand({ RoleName: "AWSServiceRoleForEC2Spot", AssumeRolePolicyDocument: "{}" }),
    );
    expect(await levelOf("account.role.spot", { change: spot })).toBe("ok");
  });

  it("refuses zones that EKS does not support, and zones that do not exist", async () => {
    const config = configOf({ region: "us-east-1", network: { zones: ["us-east-1a", "us-east-1b"] } });
    const access = { ...settings(), region: "us-east-1" };
    const options = {
      on: "2026-11-24",
      env: {},
      ...machine,
      deployed: false,
      network: false,
      created: false,
      access,
    };
    const { findings } = await check({ ...options, config });
    expect(findings.find(({ id }) => id === "account.zones")?.level).toBe("ok");
    const unsupported = configOf({ region: "us-east-1", network: { zones: ["us-east-1a", "us-east-1e"] } });
    const refused = (await check({ ...options, config: unsupported })).findings.find(
      ({ id }) => id === "account.zones",
    );
    expect(refused).toMatchObject({
      level: "error",
      what: "EKS creates no control plane in us-east-1e (use1-az3)",
    });
    const nonexistent = { network: { zones: ["us-west-2a", "us-west-2z"] } };
    expect(await levelOf("account.zones", { change: nonexistent })).toBe("error");
  });

  it("finds tokens in SSM and Secrets Manager, and prints no token", async () => {
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
    const findings = await findingsOf({ change: { runners } });
    const levels = Object.keys(tokens).map((name) => findings.get(`tokens.${name}`)?.level);
    expect(levels).toEqual(["ok", "warning", "error", "ok", "error"]);
    expect(JSON.stringify([...findings.values()])).not.toContain(canary);
  });

  it("reports expired credentials, and makes no further call", async () => {
    aws.inject({ service: "sts", operation: "GetCallerIdentity", kind: "expired-credentials", times: 9 });
    const findings = await findingsOf();
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

  it("names each missing permission, and continues with the other checks", async () => {
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
    const findings = await findingsOf();
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
