/** The choices for runners and their jobs. `options.ts` combines them with all other choices. */
import type { ConfigInput } from "../../src/config";

export type Runner = NonNullable<ConfigInput["runners"]>[number];
export type Choices<T> = Readonly<Record<string, T>>;

export const region = "us-west-2";
/** Created in the emulated account before a configuration references them. */
export const parameterName = "/glrunner/token";
export const secretName = "glrunner-token";
/** Of the emulated account. */
export const arn = (name: string) => `arn:aws:iam::123456789012:${name}`;

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

export const tokens: Choices<Three> = {
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

/** Every setting of a job pod on Fargate. */
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

export const jobs: Choices<Partial<Runner>> = {
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

export const managers: Choices<Partial<Runner>> = {
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
