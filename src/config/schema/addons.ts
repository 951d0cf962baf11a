import * as z from "zod";
import { blueprintsSchema } from "./blueprints";
import { retentionDays } from "./cluster";
import { dnsLabel, formed, int, number, topicArn, zone } from "./common";
import { disruptionBudget, karpenterNodesSchema } from "./karpenter-nodes";

/** Kinds of instances in a pool. Runners may use a pool whose capacity is their compute class. */
const capacities = ["spot", "spot-first", "on-demand"] as const;

const architectures = ["amd64", "arm64"] as const;
export type Architecture = (typeof architectures)[number];

const managerMetrics = ["off", "annotations", "pod-monitor"] as const;

const nodePool = z.strictObject({
  capacity: z
    .enum(capacities)
    .describe(
      "`spot`: Spot instances only. `spot-first`: on-demand instances while Spot has none. `on-demand`: never Spot.",
    ),
  instanceCategories: z
    .array(formed(/^[a-z]+$/, "an instance category such as c"))
    .min(1)
    .default(["c", "m"])
    .describe("Instance categories: the letters before the generation, such as c and m."),
  cpus: z.array(int(1, 448)).min(1).default([4, 8, 16, 32]).describe("Allowed vCPU per instance."),
  architecture: z
    .enum(architectures)
    .default("amd64")
    .describe(
      "Processor architecture of all its instances. A pool has only one, because GitLab Runner chooses the helper image before the pod has a node.",
    ),
  zones: z
    .array(zone)
    .min(1)
    .max(6)
    .optional()
    .describe("Availability zones of its nodes. Default: all of the network's."),
  weight: int(1, 100)
    .optional()
    .describe("Karpenter prefers the pool with the higher weight if a pod may run on several. Default: 0."),
  disruptionBudgets: z
    .array(disruptionBudget)
    .max(20)
    .optional()
    .describe(
      "How many nodes Karpenter may replace at the same time, and when. A node with a job is never replaced before the job ends. Default: 10% of them.",
    ),
  maxCpu: z.int().min(1).default(1000).describe("Maximum vCPU of all nodes of the pool together."),
  expireAfterHours: z.int().min(1).default(168).describe("Age in hours at which Karpenter replaces a node."),
});
/** A node pool with its defaults. */
export type NodePoolConfig = z.output<typeof nodePool>;

export const addonsSchema = z
  .strictObject({
    karpenter: z
      .strictObject({
        enabled: z.boolean().default(true).describe("Required by every runner that is not on Fargate."),
        nodes: karpenterNodesSchema,
        nodePools: z
          .record(dnsLabel(), nodePool)
          .default({
            spot: nodePool.parse({ capacity: "spot" }),
            "spot-first": nodePool.parse({ capacity: "spot-first" }),
            "on-demand": nodePool.parse({ capacity: "on-demand" }),
          })
          .describe(
            "Node pools by name. Default: `spot`, `spot-first` and `on-demand`, each with the defaults that follow. Not for version set `tutorial`, which has the published provisioner.",
          ),
      })
      .prefault({})
      .describe("Karpenter and its node pools."),
    logging: z
      .strictObject({
        enabled: z.boolean().optional().describe("Default: on in version set `current`, off in `tutorial`."),
        retentionDays: retentionDays.default(30).describe("Retention of the pod logs, in days."),
      })
      .prefault({})
      .describe(
        "Sends the logs of Fargate pods to CloudWatch, including the output of jobs, which is not masked there.",
      ),
    metrics: z
      .enum(managerMetrics)
      .default("off")
      .describe(
        "Prometheus metrics of the managers, on port 9252. `annotations`: for Prometheus with `prometheus.io/scrape`; `pod-monitor`: also a PodMonitor for the Prometheus operator.",
      ),
    alarms: z
      .strictObject({
        enabled: z
          .boolean()
          .default(false)
          .describe(
            "Whether to create them. They read the managers' logs, so managers must be on Fargate with logging enabled.",
          ),
        snsTopicArn: topicArn
          .optional()
          .describe(
            "SNS topic in the same Region that is notified when an alarm starts and ends. Default: no notification.",
          ),
        queueSeconds: int(1, 86_400)
          .default(300)
          .describe("Alarm when one job in ten waits longer than this for a manager, in seconds."),
        quotaPercent: int(1, 100)
          .default(80)
          .describe("Alarm when more than this percentage of the account's Fargate vCPU quota is in use."),
        usdPerHour: number(0.01, 100_000)
          .optional()
          .describe(
            "Alarm when Fargate usage in the account and Region costs more than this an hour, at the lowest list price. Default: no alarm.",
          ),
      })
      .prefault({})
      .describe(
        "A CloudWatch dashboard, and alarms for stuck pods, queue time, manager restarts, quota and spend.",
      ),
    jobCleaner: z
      .strictObject({
        enabled: z
          .boolean()
          .default(false)
          .describe(
            "Whether to run it. It deletes the pods that `glrunner jobs clean` would delete, with access to the jobs' namespaces only.",
          ),
        schedule: formed(
          /^(@(hourly|daily|weekly)|[\d*,/-]+( [\d*,/-]+){4})$/,
          "five cron fields in digits, such as */30 * * * *, or @hourly",
        )
          .default("*/30 * * * *")
          .describe("Schedule in UTC, in cron format."),
        olderThanMinutes: z
          .int()
          .min(10)
          .optional()
          .describe(
            "Age in minutes after which it deletes any job pod, even a running one. Default: no limit.",
          ),
      })
      .prefault({})
      .describe("A CronJob in the cluster that deletes stuck job pods."),
    blueprints: blueprintsSchema,
  })
  .prefault({})
  .describe("Components in the cluster next to the runners.");
