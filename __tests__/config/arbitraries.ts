/**
 * Arbitrary valid configurations: both version sets and layouts, created and existing networks, all compute classes and
 * backends. They combine only a few words, so that a counterexample is readable.
 */
import fc from "fast-check";
import type { ConfigInput } from "../../src/config";
import { job, some } from "./arbitrary-jobs";
import { mayBeInterrupted } from "../../src/config/resolve/routing";
import { computeClasses, type ComputeClass } from "../../src/config/schema/runners";

const today = "2026-11-24";
export const parseOptions = { env: {}, today, home: "/home/user" } as const;

type RunnerInput = NonNullable<ConfigInput["runners"]>[number];
type ClusterInput = NonNullable<ConfigInput["cluster"]>;
type AddonsInput = NonNullable<ConfigInput["addons"]>;
type NetworkInput = NonNullable<ConfigInput["network"]>;
type VersionsInput = NonNullable<ConfigInput["versions"]>;
type StateInput = NonNullable<ConfigInput["state"]>;

const regions = ["us-west-2", "eu-central-1", "ap-southeast-2"] as const;
const gitlabUrl = "https://gitlab.example.com";

const versions: fc.Arbitrary<VersionsInput> = fc.oneof(
  fc.constantFrom<VersionsInput>(
    {},
    { kubernetes: "1.36", karpenter: "1.14.1" },
    { kubernetes: "1.34", karpenter: "1.6.3", runnerChart: "0.89.1" },
    { set: "current", providers: { aws: "5.99.0", kubernetes: "2.37.1" } },
  ),
  fc.constantFrom<VersionsInput>({ set: "tutorial" }, { set: "tutorial", providers: { helm: "2.16.1" } }),
);

function networkOf(region: string, tutorial: boolean): fc.Arbitrary<NetworkInput> {
  const zoneNames = ["a", "b", "c", "d"].map((letter) => `${region}${letter}`);
  const created = some<NetworkInput>({
    cidr: fc.constantFrom("10.0.0.0/16", "10.64.0.0/17", "192.168.64.0/18"),
    zones: fc.oneof(fc.integer({ min: 2, max: 6 }), fc.subarray(zoneNames, { minLength: 2 })),
    nat: fc.constantFrom("single" as const, "per-zone" as const, "none" as const),
    endpoints: fc.oneof(
      fc.constant("auto" as const),
      fc.constant<NonNullable<NetworkInput["endpoints"]>>(["sts", "s3"]),
    ),
  });
  const existing = fc.constant<NetworkInput>({
    existing: {
      vpcId: "vpc-0123456789abcdef0",
      privateSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    },
  });
  if (tutorial) return created;
  return fc.oneof({ weight: 4, arbitrary: created }, { weight: 1, arbitrary: existing });
}

const placement = fc.constantFrom("fargate" as const, "nodes" as const);
type Person = NonNullable<NonNullable<ClusterInput["access"]>["roles"]>[number];
const person = (kind: "role" | "user") =>
  fc.constant<Person>({
    arn: `arn:aws:iam::123456789012:${kind}/admin`,
    username: "admin",
    groups: ["system:masters"],
  });

/** Names that already occur in Terraform addresses. */
const takenNames = ["policy", "this", "vpc", "eks", "current", "default-1", "runner", "a"] as const;

/** Profiles that select exactly the namespaces that runners use on Fargate. */
function profilesFor(
  { systemPods, managers }: Readonly<Record<"systemPods" | "managers", ClusterInput["platform"]>>,
  [system, fleet]: readonly [string, string],
): ClusterInput["fargateProfiles"] {
  return {
    ...(systemPods === "nodes"
      ? {}
      : {
          [system]: {
            selectors: [
              { namespace: "kube-system" },
              { namespace: "karpenter" },
              { namespace: "cert-manager" },
            ],
          },
        }),
    [fleet]: {
      selectors: [
        ...(managers === "nodes" ? [] : [{ namespace: "gitlab-runner" }]),
        { namespace: "gitlab-jobs-fargate" },
        { namespace: "team-?-fargate" },
        { namespace: "extra", labels: { app: "x" } },
      ],
    },
  };
}

const profileNames = fc.constantFrom<readonly [string, string] | undefined>(
  undefined,
  ["system", "fleet"],
  ["this", "policy"],
  ["default-1", "eks"],
);

/** Nodes with room for every manager of a drawn fleet. */
const largeNodes = { instanceTypes: ["m6a.4xlarge", "m7i.8xlarge"], count: 1, diskGiB: 50 };

const clusterParts = some<Omit<ClusterInput, "fargateProfiles" | "ebsCsi">>({
  endpoint: fc.constantFrom(
    {},
    { allowedCidrs: ["203.0.113.0/24", "198.51.100.7/32"] },
    { public: false },
    { private: false },
    { private: false, allowedCidrs: ["0.0.0.0/0"] },
  ),
  logs: fc.subarray(["api", "audit", "authenticator", "controllerManager", "scheduler"] as const),
  logRetentionDays: fc.constantFrom(1 as const, 90 as const),
  encryption: fc.constantFrom({}, { administrators: ["arn:aws:iam::123456789012:role/admin"] }),
  platform: fc.constantFrom("fargate" as const, "nodes" as const, "auto" as const),
  systemPods: placement,
  managers: placement,
  nodes: fc.constantFrom({}, { instanceTypes: ["m6a.large", "m7i.xlarge"], count: 3 }, largeNodes),
  access: some<NonNullable<ClusterInput["access"]>>({
    roles: fc.array(person("role"), { maxLength: 2 }),
    users: fc.array(person("user"), { maxLength: 1 }),
    accounts: fc.constantFrom([], ["123456789012"]),
  }),
});

function clusterOf(tutorial: boolean): fc.Arbitrary<ClusterInput> {
  const ebsCsi = tutorial ? fc.boolean() : fc.constant(false);
  return fc
    .tuple(clusterParts, profileNames, fc.option(ebsCsi, { nil: undefined }))
    .map(([parts, names, csi]) => {
      const { platform, systemPods = platform, managers = platform } = parts;
      return {
        ...parts,
        ...(managers === "nodes" ? { nodes: largeNodes } : {}),
        ...(names === undefined || platform === "auto"
          ? {}
          : { fargateProfiles: profilesFor({ systemPods, managers }, names) }),
        ...(csi === undefined ? {} : { ebsCsi: csi }),
      };
    });
}

const nodePools = fc.constantFrom<NonNullable<AddonsInput["karpenter"]>["nodePools"]>(
  {
    spot: { capacity: "spot" },
    "spot-first": { capacity: "spot-first" },
    "on-demand": { capacity: "on-demand", cpus: [8, 16] },
  },
  {
    spot: { capacity: "spot", architecture: "arm64", maxCpu: 64, expireAfterHours: 24 },
    "spot-first": { capacity: "spot-first", cpus: [8] },
    "on-demand": { capacity: "on-demand", instanceCategories: ["m"] },
    big: { capacity: "on-demand", cpus: [64] },
  },
  {
    spot: { capacity: "spot" },
    "spot-first": { capacity: "spot-first" },
    "on-demand": { capacity: "on-demand" },
    policy: { capacity: "on-demand" },
    this: { capacity: "spot" },
    "default-1": { capacity: "spot" },
  },
);

const blueprints = fc.constantFrom<AddonsInput["blueprints"]>(
  {},
  { enable_metrics_server: true },
  { enable_cert_manager: true, enable_keda: true, keda_helm_config: { namespace: "cert-manager" } },
  {
    enable_aws_for_fluentbit: true,
    aws_for_fluentbit_helm_config: { version: "0.1.28", set: [{ name: "a", value: "b" }] },
  },
);

function addonsOf(tutorial: boolean): fc.Arbitrary<AddonsInput> {
  const enabled = fc.boolean();
  return some<AddonsInput>({
    karpenter: tutorial ? some({ enabled }) : some({ enabled, nodePools }),
    logging: some({ enabled: fc.boolean(), retentionDays: fc.constantFrom(7 as const, 30 as const) }),
    metrics: fc.constantFrom("off" as const, "annotations" as const, "pod-monitor" as const),
    blueprints,
  });
}

const manager: fc.Arbitrary<NonNullable<RunnerInput["manager"]>> = some<NonNullable<RunnerInput["manager"]>>({
  cpu: fc.constantFrom(0.5, 2),
  memory: fc.constantFrom("1Gi", "3840Mi"),
  requestConcurrency: fc.integer({ min: 1, max: 500 }),
  checkIntervalSeconds: fc.integer({ min: 1, max: 60 }),
  pollTimeoutSeconds: fc.integer({ min: 30, max: 7200 }),
  shutdownTimeoutSeconds: fc.integer({ min: 0, max: 86400 }),
});

const token = fc.constantFrom(
  "env:RUNNER_TOKEN",
  "env:TF_VAR_runner_token",
  "ssm:/glrunner/token",
  "secretsmanager:glrunner/token",
  "kubernetes:runner-token",
);

const inGitlab = some<Partial<RunnerInput>>({
  tokenType: fc.constant("registration" as const),
  tags: fc.constantFrom(["docker"], ["a", "b"]),
  runUntagged: fc.boolean(),
  locked: fc.boolean(),
  protected: fc.boolean(),
  maximumTimeoutSeconds: fc.integer({ min: 600, max: 7200 }),
});

const optional: fc.Arbitrary<Partial<RunnerInput>> = some<Partial<RunnerInput>>({
  concurrent: fc.integer({ min: 1, max: 300 }),
  tokenRevision: fc.integer({ min: 1, max: 9 }),
  job,
  manager,
  cache: fc.constantFrom(
    { bucket: "my-cache" },
    { bucket: "my-cache", region: "eu-west-1", prefix: "ci", shared: false },
    { bucket: "own.cache", create: true, expireDays: 7, deleteObjects: false },
  ),
  environment: fc.constantFrom<Record<string, string>>({}, { FF_PRINT_POD_EVENTS: "true", EMPTY: "" }),
  chartValues: fc.constantFrom({}, { logLevel: "debug", podLabels: { team: "a" } }),
  extraToml: fc.constantFrom(
    "[[runners]]\n",
    '[[runners]]\n  [runners.kubernetes]\n    cpu_request_overwrite_max_allowed = "2"\n',
  ),
});

interface RunnerSeed {
  readonly compute: ComputeClass;
  readonly privileged: boolean;
  readonly ownNamespace: boolean;
  readonly parts: readonly Partial<RunnerInput>[];
  readonly token: string;
}

const runnerSeed: fc.Arbitrary<RunnerSeed> = fc.record({
  compute: fc.constantFrom(...computeClasses),
  privileged: fc.boolean(),
  ownNamespace: fc.boolean(),
  parts: fc.tuple(optional, inGitlab),
  token,
});

function runnerOf(seed: RunnerSeed, index: number, name: string): RunnerInput {
  const { compute, privileged, ownNamespace, parts } = seed;
  const base: RunnerInput = { name, gitlabUrl, token: `${seed.token}${index}`, compute };
  const merged = parts.reduce<RunnerInput>((runner, part) => ({ ...runner, ...part }), base);
  return {
    ...merged,
    ...(merged.tags && { tags: [`eks-${compute}`, ...merged.tags] }),
    ...(mayBeInterrupted(compute) && { runUntagged: false }),
    ...(compute !== "fargate" && privileged ? { job: { ...merged.job, privileged } } : {}),
    // A node takes 32 addresses, and the smallest drawn network has 2038.
    ...(compute === "fargate" ? {} : { concurrent: ((merged.concurrent ?? 8) % 8) + 1 }),
    ...(ownNamespace ? { namespace: `team-${index}-${compute}` } : {}),
  };
}

/** At most four runners, and one more if all others would be on Spot. */
const runners: fc.Arbitrary<RunnerInput[]> = fc
  .tuple(fc.array(runnerSeed, { maxLength: 4 }), fc.shuffledSubarray([...takenNames], { minLength: 4 }))
  .map(([seeds, names]) => {
    const fleet = seeds.map((seed, index) => runnerOf(seed, index, names[index] ?? `runner-${index}`));
    const alone = fleet.length > 0 && fleet.every(({ compute = "fargate" }) => mayBeInterrupted(compute));
    return alone ? [...fleet, { name: "twin", gitlabUrl, token: "env:TWIN" }] : fleet;
  });

const state: fc.Arbitrary<StateInput> = fc.constantFrom<StateInput>(
  { backend: "local" },
  { backend: "local", directory: "/var/tmp/state" },
  { backend: "local", directory: "~/state" },
  { backend: "s3", bucket: "my-state" },
  { backend: "s3", bucket: "my-state", region: "eu-west-1", prefix: "ci/fleet", kmsKeyId: "alias/state" },
  { backend: "http", address: "https://gitlab.example.com/api/v4/projects/1/terraform/state" },
  { backend: "gcs", bucket: "my-state" },
  { backend: "gcs", bucket: "my-state", prefix: "fleet" },
  { backend: "azurerm", resourceGroupName: "rg", storageAccountName: "mystate", containerName: "tfstate" },
  { backend: "remote", organization: "my-org" },
  { backend: "remote", organization: "my-org", hostname: "tfe.example.com", workspacePrefix: "ci-" },
);

/** Enables Karpenter if a runner needs it. */
function withKarpenter(addons: AddonsInput, fleet: readonly RunnerInput[]): AddonsInput {
  if (fleet.every(({ compute }) => compute === "fargate" || compute === undefined)) return addons;
  return { ...addons, karpenter: { ...addons.karpenter, enabled: true } };
}

/** Whether the logs of the managers reach CloudWatch. */
function withAlarms(
  addons: AddonsInput,
  set: VersionsInput["set"],
  cluster: ConfigInput["cluster"],
): AddonsInput {
  const logged = addons.logging?.enabled ?? set !== "tutorial";
  const { platform = "fargate", managers = platform } = cluster ?? {};
  return logged && managers === "fargate"
    ? { ...addons, alarms: { enabled: true, queueSeconds: 60 } }
    : addons;
}

function configOf(region: string, given: VersionsInput): fc.Arbitrary<ConfigInput> {
  const sections = fc.record({
    name: fc.constantFrom("glrunner", "ci", "a-name-of-27-characters-1234", "eks-fleet"),
    tags: fc.constantFrom<Record<string, string>>({}, { Owner: "ci", "cost center": "42" }),
    layout: fc.constantFrom("staged" as const, "single" as const),
    iam: fc.constantFrom({}, { rolePath: "/ci/" }),
    gitlabCa: fc.constantFrom({}, { secret: "company-ca" }),
    proxy: fc.constantFrom<ConfigInput["proxy"]>(
      {},
      { https: "http://proxy.example.com:3128", no: ["10.0.0.0/8"] },
    ),
    images: fc.constantFrom<ConfigInput["images"]>(
      {},
      { mirrors: { "public.ecr.aws": "mirror.example.com/aws" }, pullSecrets: ["login"] },
    ),
    network: networkOf(region, given.set === "tutorial"),
    cluster: clusterOf(given.set === "tutorial"),
    addons: addonsOf(given.set === "tutorial"),
    runners,
    state,
    watched: fc.boolean(),
  });
  return sections.map(({ watched, ...drawn }) => ({
    ...drawn,
    name: drawn.name.slice(0, 27),
    region,
    versions: given,
    addons: withKarpenter(
      watched ? withAlarms(drawn.addons, given.set, drawn.cluster) : drawn.addons,
      drawn.runners,
    ),
  }));
}

/** Valid on `today`, with an empty environment. */
export const arbitraryConfigInput: fc.Arbitrary<ConfigInput> = fc
  .tuple(fc.constantFrom(...regions), versions)
  .chain(([region, given]) => configOf(region, given));
