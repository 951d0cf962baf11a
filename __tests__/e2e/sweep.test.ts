/**
 * Sweeps an emulated account that holds orphans of our cluster and look-alikes of other clusters. The sweep deletes only our
 * orphans, a dry run changes nothing, a repeated run has nothing to do, and a failure does not stop the other deletions.
 */
import { CreateClusterCommand, DeleteClusterCommand } from "@aws-sdk/client-eks";
import { CreateVpcCommand, DeleteVpcCommand } from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAws, type EmulatedAws } from "../../src/emulator/aws";
import { dummyAccessKeyId } from "../../src/emulator/home";
import { findRequirements } from "../../src/emulator/requirements";
import { destroyBlockers } from "../../src/run/destroy-blockers";
import { sweep, sweepText, type SweptCluster } from "../../src/run/sweep";
import { sweepKinds } from "../../src/run/sweep/kinds";
import type { StackName } from "../../src/config/stages";
import { configOf } from "../config/samples";
import { Seed, type Place } from "../run/sweep/seed";

const requirements = await findRequirements();
const region = "us-west-2";
const name = "ci";
const waiting = { everyMs: 10, maxMs: 100 };

const owned = (cluster: string) => ({ [`kubernetes.io/cluster/${cluster}`]: "owned" });
const shared = (cluster: string) => ({ [`kubernetes.io/cluster/${cluster}`]: "shared" });
const stamp = (cluster: string) => ({ "glrunner/cluster": cluster });
const nodeClass = { "karpenter.k8s.aws/ec2nodeclass": "glrunner" };
const pool = { "karpenter.sh/nodepool": "spot", ...nodeClass };
const controller = (cluster: string) => ({ "elbv2.k8s.aws/cluster": cluster });
const inRegion = (of: string) => ({ "topology.kubernetes.io/region": of });
const issuer = (of: string, id: string) => `oidc.eks.${of}.amazonaws.com/id/${id}`;
/** Returns a name as Terraform completes a prefix. */
const generated = (prefix: string, index: number) =>
  `${prefix}2026112414095501${String(index).padStart(10, "0")}`;
const irsa = (cluster: string) => ({ Name: `${cluster}-eks-irsa`, ...stamp(cluster) });

const kindNames = sweepKinds.map(({ name: kind }) => kind);
/** Ids of resources by the name of their kind. */
type Ids = Readonly<Record<string, readonly string[]>>;

/** Creates at least one orphan of our cluster for each kind, and returns their ids. */
async function seedOrphans(seed: Seed, place: Place): Promise<Ids> {
  const balancer = seed.loadBalancer(place, "k8s-web", controller(name));
  const groups = Promise.all([
    seed.securityGroup(place, "eks-cluster-sg-ci-1", owned(name)),
    seed.securityGroup(place, "k8s-traffic", controller(name)),
  ]);
  const made: Readonly<Record<string, readonly Promise<string>[]>> = {
    instance: [
      seed.instance(place, { ...pool, ...owned(name) }),
      seed.instance(place, { "karpenter.sh/provisioner-name": "default", ...owned(name) }),
    ],
    "classic load balancer": [seed.classicLoadBalancer(place, "a1", owned(name))],
    "load balancer": [balancer],
    "target group": [balancer.then((arn) => seed.targetGroup(place, "k8s-web-tg", controller(name), arn))],
    "network interface": [
      seed.networkInterface(place, { "cluster.k8s.amazonaws.com/name": name }),
      seed.networkInterface(place, owned(name)),
    ],
    "security group": [groups.then(([first]) => first), groups.then(([, second]) => second)],
    "launch template": [
      seed.launchTemplate("karpenter.k8s.aws/1", { "eks:eks-cluster-name": name, ...nodeClass }),
      seed.launchTemplate("Karpenter-ci-2", { "karpenter.k8s.aws/cluster": name }),
    ],
    "instance profile": [seed.instanceProfile("ci_1", { ...owned(name), ...nodeClass, ...inRegion(region) })],
    queue: [seed.queue("karpenter-ci", stamp(name))],
    "event rule": [
      seed.rule(generated("HealthEvent-", 0), { ClusterName: name, ...stamp(name) }, "karpenter-ci"),
      seed.rule(generated("KarpenterHealthEvent-", 1), { ClusterName: name, ...stamp(name) }, "Karpenter-ci"),
    ],
    "OIDC provider": [seed.oidcProvider(`https://${issuer(region, "A")}`, irsa(name))],
    "log group": [seed.logGroup("/aws/eks/ci/cluster"), seed.logGroup("/glrunner/ci/fargate")],
  };
  const ids: Record<string, readonly string[]> = {};
  for (const kind of kindNames) ids[kind] = (await Promise.all(made[kind] ?? [])).sort();
  await seed.allow(...(await groups));
  return ids;
}

/** Kinds with a resource of our cluster that is still in use elsewhere, so that the sweep keeps it. */
const kindsInUse = new Set(["target group", "network interface", "event rule"]);

/**
 * Creates look-alikes: resources with the same prefix, with another tag value, shared, without an owner, in use, in another
 * VPC or Region, or claimed by two clusters.
 */
async function seedLookalikes(seed: Seed, place: Place, otherVpc: Place): Promise<void> {
  const balancer = seed.loadBalancer(place, "k8s-ci-eu", controller("ci-eu"));
  const used = seed.instance(place, { ...pool, ...owned("ci-eu") });
  await Promise.all([
    seed.instance(place, { ...pool, ...shared(name) }),
    seed.instance(place, owned(name)),
    seed.instance(otherVpc, { ...pool, ...owned(name) }),
    seed.classicLoadBalancer(place, "b1", shared(name)),
    seed.classicLoadBalancer(place, "b2", owned("ci-eu")),
    seed.classicLoadBalancer(place, "b3", {}),
    seed.loadBalancer(otherVpc, "k8s-ci-far", controller(name)),
    balancer.then((arn) => seed.targetGroup(place, "k8s-of-other", controller(name), arn)),
    seed.targetGroup(place, "k8s-shared", shared(name)),
    seed.networkInterface(place, {}),
    seed.networkInterface(place, { "cluster.k8s.amazonaws.com/name": "ci-eu" }),
    used.then((id) => seed.networkInterface(place, owned(name), id)),
    seed.networkInterface(otherVpc, owned(name)),
    seed.networkInterface(place, { ...owned(name), ...shared("ci-eu") }),
    seed.securityGroup(place, "ci", {}),
    seed.securityGroup(place, "other-1", shared(name)),
    seed.securityGroup(place, "other-2", controller("ci-eu")),
    seed.securityGroup(otherVpc, "other-3", controller(name)),
    seed.launchTemplate("Karpenter-ci-3", {}),
    seed.launchTemplate("karpenter.k8s.aws/4", { "karpenter.k8s.aws/cluster": "ci-eu" }),
    seed.launchTemplate("karpenter.k8s.aws/5", { "eks:eks-cluster-name": name }),
    seed.instanceProfile("ci_2", { ...owned(name), ...nodeClass, ...inRegion("eu-west-1") }),
    seed.instanceProfile("ci_3", { ...owned("ci-eu"), ...nodeClass, ...inRegion(region) }),
    seed.instanceProfile("Karpenter-ci-4", stamp(name)),
    seed.queue("karpenter-ci-eu", stamp(name)),
    seed.queue("Karpenter-ci", {}),
    seed.rule(generated("HealthEvent-", 2), { ClusterName: "ci-eu", ...stamp("ci-eu") }, "karpenter-ci-eu"),
    seed.rule(generated("HealthEvent-", 3), { ClusterName: name }, "karpenter-ci"),
    seed.rule(generated("HealthEvent-", 4), { ClusterName: name, ...stamp(name) }, "pager"),
    seed.rule("HealthEvent-mine", { ClusterName: name, ...stamp(name) }, "karpenter-ci"),
    seed.rule(
      generated("HealthEvent-", 9),
      { ClusterName: name, ...stamp(name) },
      "karpenter-ci",
      "eu-west-1",
    ),
    seed.rule("ci-nightly", { ClusterName: name, ...stamp(name) }, "karpenter-ci"),
    seed.oidcProvider(`https://${issuer("eu-west-1", "B")}`, irsa(name)),
    seed.oidcProvider(`https://${issuer(region, "C")}`, irsa("ci-eu")),
    seed.oidcProvider("https://gitlab.com", stamp(name)),
    seed.logGroup("/aws/eks/ci-eu/cluster"),
    seed.logGroup("/aws/eks/ci/cluster-copy"),
    seed.logGroup("/glrunner/ci-eu/fargate"),
    seed.logGroup("/glrunner/ci/mine"),
    seed.logGroup("/glrunner/ci/fargate-archive"),
    seed.logGroup("/aws/eks/ci/mine"),
  ]);
}

describe.skipIf(!requirements.ok)("a sweep of the emulated AWS", () => {
  let aws: EmulatedAws;
  let seed: Seed;
  let place: Place;
  let ourIds: Ids;
  let cluster: SweptCluster;

  let before: readonly string[];

  beforeAll(async () => {
    if (!requirements.ok) return;
    aws = await startAws({ moto: requirements.moto });
    const credentials = { accessKeyId: dummyAccessKeyId, secretAccessKey: dummyAccessKeyId };
    const access = { region, endpoint: aws.url, credentials };
    seed = new Seed(region, access);
    place = await seed.vpc("10.0");
    cluster = { name, region, vpcId: place.vpcId, access };
    ourIds = await seedOrphans(seed, place);
    await seedLookalikes(seed, place, await seed.vpc("10.1"));
    await seed.natGateway(place);
    before = await listAccount();
  });
  afterAll(() => aws.stop());

  const listAccount = async () => [
    ...(await aws.inventory(region)).map(({ kind, id, name: own }) => `${kind} ${id} ${own ?? ""}`),
    ...(await seed.balancers()),
  ];
  const writeCalls = () =>
    aws.calls.filter(({ operation }) => !/^(Describe|List|Get)/.test(operation)).length;

  it("changes nothing while a cluster of that name exists", async () => {
    const { eks } = seed.aws;
    await eks.send(new CreateClusterCommand(clusterIn(place)));
    const result = await sweep(cluster, { dryRun: false, waiting });
    expect(result).toMatchObject({ kinds: [], gone: [] });
    expect(result.refused?.text).toContain("ACTIVE");
    expect(sweepText(result)).toContain("glrunner destroy");
    await eks.send(new DeleteClusterCommand({ name }));
    expect(await listAccount()).toEqual(before);
  });

  it("changes nothing if it is unknown whether the cluster exists", async () => {
    aws.inject({ service: "eks", operation: "DescribeCluster", kind: "denied" });
    const { refused, kinds } = await sweep(cluster, { dryRun: false, waiting });
    expect(refused?.text).toContain("is not authorized to perform: eks:DescribeCluster");
    expect(kinds).toEqual([]);
  });

  it("changes nothing in a dry run, and lists the resources that it would delete", async () => {
    const writesBefore = writeCalls();
    const result = await sweep(cluster, { dryRun: true });
    expect(writeCalls()).toBe(writesBefore);
    expect(await listAccount()).toEqual(before);
    expect(idsOf(result, "would delete")).toEqual(ourIds);
    expect(kindNames.filter((kind) => ourIds[kind]?.length === 0)).toEqual([]);
    expect(result.gone).toEqual([]);
  });

  it("finds the resources that block the destroy of each stage, and changes nothing", async () => {
    const writesBefore = writeCalls();
    const blockerCounts = async (stack: StackName, of = configOf({ name, region })) => {
      const env = {
        AWS_ENDPOINT_URL: aws.url,
        AWS_ACCESS_KEY_ID: dummyAccessKeyId,
        AWS_SECRET_ACCESS_KEY: dummyAccessKeyId,
      };
      const blockers = await destroyBlockers(stack, { config: of, env, vpcId: cluster.vpcId });
      return blockers.map((blocker) => blocker.names.length);
    };
    // A deleted cluster runs no jobs.
    expect(await blockerCounts("runners")).toEqual([]);
    // The addons stage does not report the instances of its node pools, which Terraform waits for; the eks stage reports all.
    expect(await blockerCounts("addons")).toEqual([2]);
    expect(await blockerCounts("eks")).toEqual([4, 3]);
    const inVpc = await seed.count(place);
    expect(await blockerCounts("vpc")).toEqual([inVpc.balancers, inVpc.interfaces - 1]);
    const existing = { vpcId: place.vpcId, privateSubnetIds: [...place.subnets] };
    expect(await blockerCounts("vpc", configOf({ name, region, network: { existing } }))).toEqual([]);
    aws.inject({ service: "ec2", operation: "DescribeInstances", kind: "denied" });
    expect(await blockerCounts("eks")).toEqual([0, 3]);
    expect(writeCalls()).toBe(writesBefore);
  });

  it("deletes only our resources, of every kind for which AWS grants permission", async () => {
    aws.inject({ service: "sqs", operation: "DeleteQueue", kind: "denied" });
    aws.inject({ service: "logs", operation: "DescribeLogGroups", kind: "denied", times: 2 });
    const result = await sweep(cluster, { dryRun: false, waiting });
    const denied = new Set(["queue", "log group"]);
    const expected = kindNames.map((kind) => [kind, denied.has(kind) ? [] : ourIds[kind]]);
    expect(idsOf(result, "deleted")).toEqual(Object.fromEntries(expected));
    const failed = result.kinds.flatMap(({ items }) => items).filter(({ did }) => did === "failed");
    expect(failed.map(({ id }) => id)).toEqual(ourIds.queue);
    // Two security groups refer to each other: AWS deletes neither until their rules are revoked.
    const revoked = aws.calls.filter(({ operation }) => operation === "RevokeSecurityGroupIngress");
    expect(revoked).toHaveLength(2);
    expect(sweepText(result)).toMatch(
      /not authorized to perform: sqs:DeleteQueue .*\n {2}fix: Allow your role/,
    );
    expect(result.kinds.find(({ kind }) => kind === "log group")?.failure?.text).toContain(
      "logs:DescribeLogGroups",
    );
    expect(result.gone).toEqual(kindNames.filter((kind) => !denied.has(kind) && !kindsInUse.has(kind)));
  });

  it("lists a network with the cluster's tags, but no network of another cluster or of the user", async () => {
    const { ec2 } = seed.aws;
    const vpc = async (block: string, tags: Record<string, string>) => {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      const TagSpecifications = [{ ResourceType: "vpc" as const, Tags }];
      const made = await ec2.send(new CreateVpcCommand({ CidrBlock: block, TagSpecifications }));
      return made.Vpc?.VpcId ?? "";
    };
    const own = await vpc("10.8.0.0/16", stamp(name));
    const others = await Promise.all([
      vpc("10.9.0.0/16", stamp("ci-eu")),
      vpc("10.9.0.0/16", { Name: name }),
      vpc("10.9.0.0/16", { Blueprint: name }),
    ]);
    const { tagged } = await sweep(cluster, { dryRun: true });
    const listed = tagged?.listings.flatMap(({ found }) => ("fix" in found ? [] : found)) ?? [];
    expect(listed.filter(({ type }) => type !== "event rule")).toEqual([
      { type: "vpc", id: own },
      { type: "instance profile", id: "Karpenter-ci-4" },
    ]);
    for (const VpcId of [own, ...others]) await ec2.send(new DeleteVpcCommand({ VpcId }));
  });

  it("deletes the rest in the next run, and has nothing to do in the run after it", async () => {
    const result = await sweep(cluster, { dryRun: false, waiting });
    expect(result.gone).toEqual(kindNames.filter((kind) => !kindsInUse.has(kind)));
    const gone = kindNames.flatMap((kind) => ourIds[kind] ?? []);
    const kept = before.filter((row) => !gone.some((id) => ` ${row} `.includes(` ${id} `)));
    expect(await listAccount()).toEqual(kept);
    expect(kept).toHaveLength(before.length - gone.length);
    const writesBefore = writeCalls();
    const repeated = await sweep(cluster, { dryRun: false, waiting });
    expect(writeCalls()).toBe(writesBefore);
    expect(idsOf(repeated, "kept")).toEqual(idsOf(result, "kept"));
    expect(sweepText(repeated)).toContain(
      "Left, or unknown: target group, network interface, instance profile, event rule.\n",
    );
  });
});

const clusterIn = ({ subnets }: Place) => ({
  name,
  roleArn: "arn:aws:iam::123456789012:role/ci",
  resourcesVpcConfig: { subnetIds: [...subnets] },
});

function idsOf({ kinds }: Awaited<ReturnType<typeof sweep>>, did: string): Record<string, readonly string[]> {
  return Object.fromEntries(
    kindNames.map((kind) => [
      kind,
      kinds
        .filter((report) => report.kind === kind)
        .flatMap(({ items }) => items.filter((item) => item.did === did).map(({ id }) => id))
        .sort(),
    ]),
  );
}
