/**
 * Every option of the configuration, as choices that can be combined freely. A covering array contains every pair of choices
 * in a few configurations.
 */
import type { ConfigInput } from "../../src/config";
import { coveringArray, type Row } from "../support/covering-array";
import { arn, jobs, managers, region, tokens, type Choices, type Runner } from "./option-runners";

type Cluster = NonNullable<ConfigInput["cluster"]>;
type Addons = NonNullable<ConfigInput["addons"]>;

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

export const boundary = arn("policy/Boundary");
const keyArn = `arn:aws:kms:${region}:123456789012:key/00000000-0000-4000-8000-000000000000`;
const identities: Choices<ConfigInput["iam"]> = {
  defaults: undefined,
  bound: { permissionsBoundary: boundary, rolePath: "/ci/runners/" },
};

const karpenters: Choices<Addons["karpenter"]> = {
  defaults: undefined,
  pools: {
    enabled: true,
    nodes: {
      ...{ image: "al2023@latest", diskGiB: 200, diskThroughput: 600, diskIops: 6000 },
      instanceStore: "raid0",
    },
    nodePools: {
      spot: { capacity: "spot", architecture: "arm64", instanceCategories: ["c"], cpus: [8, 16] },
      "on-demand": {
        ...{ capacity: "on-demand", maxCpu: 64, expireAfterHours: 5 },
        ...{ zones: ["us-west-2a", "us-west-2b"], weight: 10 },
        disruptionBudgets: [{ nodes: "0", reasons: ["Drifted"], schedule: "0 8 * * 1-5", hours: 10 }],
      },
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

/** Configurations as rows of choices. Every pair of choices occurs in at least one row. */
const pairs = coveringArray(
  Object.fromEntries(Object.entries(factors).map(([name, choices]) => [name, Object.keys(choices)])),
);

/** Four rows contain every choice and 60 % of the pairs; `npm run test:long` runs all rows, which takes three times as long. */
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

/** Choices that cannot be combined with all other choices: each has its own configuration. */
export const alone: Readonly<Record<string, ConfigInput>> = {
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
      {
        ...{ name: "images", token: "env:TF_VAR_token", compute: "on-demand", build: "rootless" },
        warm: {
          jobs: 2,
          schedule: [{ days: ["mon"], from: "08:00", to: "18:00", timezone: "Europe/Berlin", jobs: 9 }],
        },
      },
    ],
    gitlabCa: { secret: "company-ca" },
    cluster: { encryption: { keyArn } },
  },
};
