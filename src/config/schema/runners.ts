import * as z from "zod";
import { gitlabLimits, managerLimits } from "../../facts/limits";
import { bucket, dnsLabel, folder, formed, int, number, quantity, region, variables } from "./common";
import { chartValuesSchema } from "./chart-values";
import { jobSchema } from "./job";
import { warmSchema } from "./warm";

/** Kinds of compute on which the jobs of a runner run. */
export const computeClasses = ["fargate", "spot", "spot-first", "on-demand"] as const;
export type ComputeClass = (typeof computeClasses)[number];

const buildPresets = ["docker", "rootless"] as const;
export type BuildPreset = (typeof buildPresets)[number];

/** A reference to the place of a token, never the token itself. */
export const tokenReference = formed(
  /^(env:[A-Za-z_][A-Za-z0-9_]*|ssm:\/[\w./-]+|secretsmanager:[\w/+=.@-]+|kubernetes:[a-z0-9]([-a-z0-9.]*[a-z0-9])?)$/,
  "env:NAME, ssm:/path, secretsmanager:name or kubernetes:secret-name",
  600,
);

const manager = z
  .strictObject({
    image: formed(
      /^[a-z0-9.-]+(:\d+)?\/[\w./-]+:[\w.-]+$/,
      "an image with its registry and a tag, such as registry.example.com/gitlab-runner:alpine-v19.1.0",
      500,
    )
      .optional()
      .describe("Image of the manager. Its version must be that of the chart. Default: the chart's own."),
    cpu: number(0.25, managerLimits.cpu).optional().describe("vCPU. Default: from `concurrent`."),
    memory: quantity.optional().describe("Memory. Default: from `concurrent`."),
    requestConcurrency: int(1, managerLimits.requestConcurrency)
      .optional()
      .describe("Concurrent job requests. Default: from `concurrent`."),
    checkIntervalSeconds: int(1, 60)
      .optional()
      .describe("Seconds between job requests while there are no jobs. Default: 1."),
    pollTimeoutSeconds: int(30, managerLimits.pollTimeoutSeconds)
      .optional()
      .describe("Seconds that a job may wait for its pod. Default: from `concurrent`."),
    shutdownTimeoutSeconds: int(0, 86400)
      .optional()
      .describe("Seconds that running jobs have to finish when the manager stops. Default: 3600."),
  })
  .prefault({})
  .describe("The manager pod. Defaults are calculated from `concurrent`.");

const cache = z.strictObject({
  bucket: bucket.describe(
    "The bucket. It must exist, unless `create` is true. Bucket names are unique across all of AWS.",
  ),
  create: z
    .boolean()
    .default(false)
    .describe(
      "Whether glrunner creates the bucket: encrypted, without public access, and with objects that expire. Several runners may name it with the same settings.",
    ),
  expireDays: int(1, 365)
    .optional()
    .describe("Days after which S3 deletes an object of a created bucket. Default: 30."),
  deleteObjects: z
    .boolean()
    .optional()
    .describe(
      "Whether a destroy deletes a created bucket with its objects. Required with `create`. If false, a destroy stops while the bucket has objects.",
    ),
  region: region.optional().describe("Region of the bucket. Default: the cluster's."),
  prefix: folder.or(z.literal("")).default("").describe("Folder in the bucket."),
  shared: z.boolean().default(true).describe("Whether runners share the cache."),
});

export const runnerSchema = z.strictObject({
  name: dnsLabel(40).describe("Name of the Helm release, unique."),
  gitlabUrl: z
    .url({ protocol: /^https?$/ })
    .default("https://gitlab.com")
    .describe("Address of GitLab."),
  token: tokenReference.describe(
    "Reference to the runner token: env:NAME, ssm:/path, secretsmanager:name, kubernetes:secret-name.",
  ),
  tokenType: z
    .enum(["authentication", "registration"])
    .default("authentication")
    .describe("`authentication`: a glrt- token created in GitLab. `registration`: the deprecated type."),
  tokenRevision: z.int().min(1).default(1).describe("Increase it to send a rotated token to the cluster."),
  tags: z
    .array(formed(/^[^,\s][^,]*$/, "a tag, without commas", 255))
    .max(gitlabLimits.tagsPerRunner)
    .optional()
    .describe(
      "Tags of the runner in GitLab, by which jobs select it. Default: `eks-` and the value of `compute`.",
    ),
  runUntagged: z.boolean().default(false).describe("Whether the runner takes jobs without tags."),
  locked: z.boolean().default(true).describe("Whether GitLab locks the runner to its current projects."),
  protected: z
    .boolean()
    .default(false)
    .describe("Whether the runner takes only jobs of protected branches and tags."),
  maximumTimeoutSeconds: z
    .int()
    .min(600)
    .optional()
    .describe("Maximum duration of a job, in seconds. Default: the project's own limit."),
  compute: z
    .enum(computeClasses)
    .default("fargate")
    .describe(
      "Compute class of the jobs: `fargate`, `spot` (Spot instances only), `spot-first` (on-demand instances while Spot has none) or `on-demand`.",
    ),
  nodePool: dnsLabel()
    .optional()
    .describe("Node pool of the jobs. Default: the pool with the name of `compute`."),
  build: z
    .enum(buildPresets)
    .optional()
    .describe(
      "How jobs build images, on nodes only. `docker`: Docker-in-Docker with TLS, in privileged pods. `rootless`: BuildKit without privileges. Default: jobs cannot build images.",
    ),
  warm: warmSchema.optional(),
  concurrent: int(1, 2000).default(50).describe("Maximum number of concurrent jobs."),
  namespace: dnsLabel().optional().describe("Namespace of the jobs. Default: gitlab-jobs-<compute>."),
  job: jobSchema,
  manager,
  cache: cache.optional().describe("Distributed cache in S3, accessed with the manager's IAM role."),
  environment: variables.default({}).describe("Environment variables of every job. Not for secrets."),
  chartValues: chartValuesSchema,
  extraToml: z
    .string()
    .optional()
    .describe("Further TOML of the runner, merged over the calculated settings. It starts with [[runners]]."),
});

/** A limit of glrunner's own, because rules compare all runners with each other. */
export const maxRunners = 200;

export const runnersSchema = z
  .array(runnerSchema)
  .max(maxRunners)
  .default([])
  .describe("The fleet: one entry is one release of the GitLab Runner chart.");
/** A runner with the defaults of the schema. */
export type RunnerConfig = z.output<typeof runnerSchema>;
