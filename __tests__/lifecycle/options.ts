/**
 * Every option of the configuration, as choices that can be combined freely: a covering array over them meets every
 * pair of choices in a few configurations.
 */
import type { ConfigInput } from "../../src/config";
import { coveringArray, type Row } from "../support/covering-array";

type Cluster = NonNullable<ConfigInput["cluster"]>;
type Addons = NonNullable<ConfigInput["addons"]>;
type Runner = NonNullable<ConfigInput["runners"]>[number];
type Choices<T> = Readonly<Record<string, T>>;

/** Put into the emulated account before a configuration refers to them. */
export interface Existing {
  readonly vpcId: string;
  readonly privateSubnetIds: readonly [string, string];
}
export const parameterName = "/glrunner/token";
export const secretName = "glrunner-token";

const region = "us-west-2";
const arn = (name: string) => `arn:aws:iam::123456789012:${name}`;

const networks: Choices<ConfigInput["network"]> = {
  defaults: undefined,
  named: { cidr: "10.64.0.0/17", zones: [`${region}a`, `${region}c`], nat: "per-zone" },
  closed: { zones: 2, nat: "none", endpoints: ["ecr.dkr", "s3"] },
};

const endpoints: Choices<Cluster["endpoint"]> = {
  both: undefined,
  restricted: { public: true, private: true, allowedCidrs: ["203.0.113.0/24"] },
  private: { public: false, private: true },
};

const placements: Choices<Cluster> = {
  fargate: {},
  managers: {
    platform: "fargate",
    managers: "nodes",
    nodes: { instanceTypes: ["m7g.2xlarge"], count: 3, diskGiB: 77 },
  },
  nodes: { systemPods: "nodes", managers: "nodes", nodes: { instanceTypes: ["m6a.2xlarge"] }, ebsCsi: false },
};

const details: Choices<Cluster> = {
  defaults: {},
  all: {
    logs: ["scheduler", "controllerManager"],
    logRetentionDays: 7,
    access: {
      roles: [{ arn: arn("role/admin"), username: "admin", groups: ["system:masters"] }],
      users: [{ arn: arn("user/me"), username: "me", groups: ["viewers"] }],
      accounts: ["123456789012"],
    },
    encryption: { administrators: [arn("role/admin"), arn("user/me")] },
  },
};

const boundary = arn("policy/Boundary");
const keyArn = `arn:aws:kms:${region}:123456789012:key/00000000-0000-4000-8000-000000000000`;
const identities: Choices<ConfigInput["iam"]> = {
  defaults: undefined,
  bound: { permissionsBoundary: boundary, rolePath: "/ci/runners/" },
};

const karpenters: Choices<Addons["karpenter"]> = {
  defaults: undefined,
  pools: {
    enabled: true,
    nodePools: {
      spot: { capacity: "spot", architecture: "arm64", instanceCategories: ["c"], cpus: [8, 16] },
      "on-demand": { capacity: "on-demand", maxCpu: 64, expireAfterHours: 5 },
    },
  },
};

const loggings: Choices<Addons["logging"]> = {
  on: { enabled: true, retentionDays: 14 },
  off: { enabled: false },
};

const metrics: Choices<Addons["metrics"]> = { off: undefined, pods: "annotations", monitor: "pod-monitor" };

const jobCleaners: Choices<Addons["jobCleaner"]> = {
  off: undefined,
  on: { enabled: true, schedule: "7,37 * * * *", olderThanMinutes: 240 },
};

const blueprints: Choices<Addons["blueprints"]> = {
  none: undefined,
  metrics: {
    enable_metrics_server: true,
    metrics_server_helm_config: { version: "3.12.0", values: ["replicas: 2\n"] },
  },
};

const versions: Choices<ConfigInput["versions"]> = {
  defaults: undefined,
  newest: {
    set: "current",
    kubernetes: "1.36",
    karpenter: "1.14.1",
    runnerChart: "0.89.1",
    providers: {
      aws: "5.100.0",
      helm: "2.16.1",
      kubernetes: "2.37.1",
      kubectl: "1.19.0",
      time: "0.13.1",
      tls: "4.1.0",
      cloudinit: "2.3.7",
    },
  },
};

/** Of the three runners. */
type Three = readonly [Partial<Runner>, Partial<Runner>, Partial<Runner>];
const registration: Partial<Runner> = {
  token: "env:TF_VAR_registration",
  tokenType: "registration",
  tags: ["eks", "fast"],
  runUntagged: true,
  locked: false,
  protected: true,
  maximumTimeoutSeconds: 7200,
};

const tokens: Choices<Three> = {
  aws: [{ token: `ssm:${parameterName}` }, { token: `secretsmanager:${secretName}` }, {}],
  other: [registration, { token: "kubernetes:own-token" }, {}],
};

const capabilities = { add: [], drop: ["ALL"] };
const seccompProfile = { type: "Localhost" as const, localhostProfile: "profiles/ci.json" };
const user = { runAsUser: 1000, runAsGroup: 1000, runAsNonRoot: true };
const container = {
  ...user,
  ...{ privileged: false, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
  ...{ capabilities, seccompProfile },
};
const maxima = { cpu: 2, memory: "4Gi", ephemeralStorage: "40Gi" };

/** All of a job's pod that Fargate runs. */
const pod: Runner["job"] = {
  serviceAccount: {
    policyArns: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
    policy: {
      Version: "2012-10-17",
      Id: "ci",
      Statement: [{ Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::site/${aws:userid}" }],
    },
    mountToken: true,
  },
  allowed: {
    ...{ images: ["registry.example.com/*:*"], services: ["postgres:*"], pullPolicies: ["always"] },
    ...{ users: [1000], groups: [1000] },
  },
  overwrites: {
    ...{ namespace: "^team-", serviceAccount: "^ci-", podLabels: "^team=", podAnnotations: "^team=" },
    ...{ nodeSelector: "^disk=ssd$", nodeTolerations: "^disk=" },
    max: { ...maxima, helper: maxima, service: maxima },
  },
  volumes: {
    emptyDir: [{ name: "tmp", mountPath: "/tmp/x", subPath: "a", medium: "Memory", sizeLimit: "1Gi" }],
    secret: [{ name: "s", mountPath: "/s", subPath: "a", readOnly: true, items: { a: "b" } }],
    configMap: [{ name: "c", mountPath: "/c", subPath: "a", readOnly: true, items: { a: "b" } }],
  },
  security: {
    pod: { ...user, fsGroup: 1000, supplementalGroups: [1001], seccompProfile },
    ...{ build: container, helper: container, service: container, initPermissions: container },
    capabilities,
  },
  ...{ labels: { team: "a" }, annotations: { "example.com/team": "a" }, priorityClass: "high" },
  ...{ terminationGraceSeconds: 30, cleanupGraceSeconds: 5 },
  hostAliases: [{ ip: "10.0.0.1", hostnames: ["git.example.com"] }],
  dns: {
    ...{ policy: "cluster-first", nameservers: ["10.0.0.2"], searches: ["example.com"] },
    options: [{ name: "ndots", value: "2" }],
  },
  services: [
    {
      ...{ name: "postgres:17", alias: "db", command: ["postgres"], entrypoint: ["/bin/sh"] },
      environment: { POSTGRES_DB: "ci" },
    },
  ],
  scripts: { preGetSources: "true", postGetSources: "true", preBuild: "true", postBuild: 'echo "{{done}}"' },
};

const jobs: Choices<Partial<Runner>> = {
  defaults: {},
  all: {
    gitlabUrl: "https://gitlab.example.com",
    tokenRevision: 3,
    concurrent: 30,
    job: {
      image: "public.ecr.aws/docker/library/ruby:3.4",
      pullPolicy: "always",
      cpu: 0.5,
      memory: "1Gi",
      ephemeralStorage: "30Gi",
      helper: { cpu: 0.5, memory: "512Mi", image: "registry.example.com/helper:${CI_RUNNER_VERSION}" },
      service: { cpu: 0.3, memory: "300Mi" },
      ...pod,
    },
    chartValues: { logLevel: "debug", extraEnv: { GREETING: "${hello}" }, sessionServer: { enabled: false } },
    environment: { GREETING: 'say "{{hello}}" to ${you}' },
    extraToml: "[[runners]]\noutput_limit = 9000\n[runners.kubernetes]\npoll_interval = 5\n",
  },
};

const managers: Choices<Partial<Runner>> = {
  defaults: {},
  all: {
    manager: {
      image: "registry.example.com/gitlab-runner:alpine-v19.1.0",
      cpu: 2,
      memory: "2Gi",
      requestConcurrency: 7,
      checkIntervalSeconds: 4,
      pollTimeoutSeconds: 777,
      shutdownTimeoutSeconds: 600,
    },
    cache: {
      ...{ bucket: "glrunner-cache", region, prefix: "ci", shared: false },
      ...{ create: true, expireDays: 3, deleteObjects: true },
    },
  },
};

/** The network of a company: its own CA, a proxy, and its own registries. */
type Company = Pick<ConfigInput, "gitlabCa" | "proxy" | "images">;
const companies: Choices<Company> = {
  none: {},
  all: {
    gitlabCa: { file: "company-ca.pem", key: "company.crt" },
    proxy: { http: "http://proxy.example.com:3128", https: "http://proxy.example.com:3128", no: [".corp"] },
    images: {
      mirrors: {
        "registry.gitlab.com": "mirror.example.com/gitlab",
        "public.ecr.aws": "mirror.example.com/aws",
      },
      pullSecrets: ["registry-login"],
    },
  },
};

const factors = {
  networks,
  endpoints,
  placements,
  details,
  identities,
  karpenters,
  loggings,
  jobCleaners,
  metrics,
  blueprints,
  versions,
  tokens,
  jobs,
  managers,
  companies,
};

/** Each with a name that tells what it combines. */
const pairs = coveringArray(
  Object.fromEntries(Object.entries(factors).map(([name, choices]) => [name, Object.keys(choices)])),
);

/** Four rows hold every choice, and six pairs in ten; `npm run test:long` takes all rows, and three times as long. */
const chosen = process.env.OPTION_PAIRS === undefined ? pairs.slice(0, 4) : pairs;

export const rows: readonly { readonly title: string; readonly row: Row }[] = chosen.map((row) => ({
  title: Object.values(row).join(" "),
  row,
}));

function choose<T>(choices: Choices<T>, name: string | undefined): T {
  const found = Object.entries(choices).find(([key]) => key === name);
  if (found === undefined) throw new Error(`no choice ${name ?? ""}`);
  return found[1];
}

export function configFor(row: Row): ConfigInput {
  const three = choose(tokens, row.tokens);
  const runner = (index: 0 | 1 | 2): Omit<Runner, "name"> => ({
    token: `env:TF_VAR_token${index}`,
    ...three[index],
    ...choose(jobs, row.jobs),
    ...choose(managers, row.managers),
  });
  return {
    name: "glrunner",
    region,
    layout: "single",
    tags: { Owner: "ci", "cost center": "42" },
    versions: choose(versions, row.versions),
    iam: choose(identities, row.identities),
    network: choose(networks, row.networks),
    ...choose(companies, row.companies),
    cluster: {
      endpoint: choose(endpoints, row.endpoints),
      ...choose(placements, row.placements),
      ...choose(details, row.details),
    },
    addons: {
      karpenter: choose(karpenters, row.karpenters),
      logging: choose(loggings, row.loggings),
      jobCleaner: choose(jobCleaners, row.jobCleaners),
      metrics: choose(metrics, row.metrics),
      blueprints: choose(blueprints, row.blueprints),
    },
    runners: [
      { ...runner(0), name: "plain" },
      { ...runner(1), name: "spot", compute: "spot" },
      { ...runner(2), name: "on-demand", compute: "on-demand", nodePool: "on-demand", namespace: "builds" },
    ],
  };
}

/** What cannot be combined with everything: alone, each a configuration of its own. */
export const alone = (existing: Existing): Readonly<Record<string, ConfigInput>> => ({
  "existing network, own Fargate profiles, alarms, no Karpenter": {
    name: "glrunner",
    region,
    layout: "single",
    network: { existing: { vpcId: existing.vpcId, privateSubnetIds: [...existing.privateSubnetIds] } },
    cluster: {
      encryption: { keyArn },
      fargateProfiles: {
        system: {
          selectors: [{ namespace: "kube-system" }, { namespace: "gitlab-runner" }, { namespace: "jobs-*" }],
        },
        labelled: { name: "labelled-jobs", selectors: [{ namespace: "other", labels: { tier: "ci" } }] },
      },
    },
    addons: {
      karpenter: { enabled: false },
      alarms: {
        ...{ enabled: true, snsTopicArn: `arn:aws:sns:${region}:123456789012:on-call` },
        ...{ queueSeconds: 60, quotaPercent: 90, usdPerHour: 2.5 },
      },
    },
    runners: [{ name: "plain", token: "env:TF_VAR_token", namespace: "jobs-a" }],
  },
  "set tutorial": {
    name: "glrunner",
    region,
    layout: "single",
    versions: { set: "tutorial" },
    iam: { permissionsBoundary: boundary },
    cluster: { ebsCsi: true, access: { accounts: ["123456789012"] } },
    runners: [
      { name: "runner1", token: "env:TF_VAR_token" },
      { name: "runner2", token: "env:TF_VAR_spot", compute: "spot" },
    ],
  },
  "privileged jobs on nodes": {
    name: "glrunner",
    region,
    layout: "single",
    runners: [
      {
        ...{ name: "dind", token: "env:TF_VAR_dind", compute: "on-demand" },
        job: {
          privileged: true,
          helper: { flavor: "ubuntu" },
          serviceAccount: { existing: "builder" },
          volumes: {
            pvc: [{ name: "cache", mountPath: "/cache", subPath: "a", readOnly: false }],
            hostPath: [
              { name: "host", mountPath: "/host", subPath: "a", hostPath: "/var/lib/ci", readOnly: true },
            ],
          },
          ...{ nodeSelector: { disk: "ssd" }, tolerations: { "disk=ssd": "NoSchedule" } },
        },
      },
      { name: "a", token: "env:TF_VAR_token" },
    ],
    gitlabCa: { secret: "company-ca" },
  },
});
