import * as z from "zod";
import { blueprintsSchema } from "./blueprints";
import { retentionDays } from "./cluster";
import { dnsLabel, formed, topicArn } from "./common";

const capacityTypes = ["spot", "on-demand"] as const;

export const architectures = ["amd64", "arm64"] as const;
export type Architecture = (typeof architectures)[number];

const managerMetrics = ["off", "annotations", "pod-monitor"] as const;

const nodePool = z.strictObject({
  capacity: z.enum(capacityTypes).describe("Spot or on-demand instances."),
  instanceCategories: z
    .array(formed(/^[a-z]+$/, "an instance category such as c"))
    .min(1)
    .default(["c", "m"])
    .describe("Families of instances, by their first letters."),
  cpus: z
    .array(z.int().min(1).max(448))
    .min(1)
    .default([4, 8, 16, 32])
    .describe("Allowed vCPU per instance."),
  architecture: z
    .enum(architectures)
    .default("amd64")
    .describe("Processors of all its instances. A runner's helper image is for one kind."),
  maxCpu: z.int().min(1).default(1000).describe("Most vCPU that this pool may have at once."),
  expireAfterHours: z.int().min(1).default(168).describe("Age at which a node is replaced, in hours."),
});
export type NodePoolConfig = z.output<typeof nodePool>;

export const addonsSchema = z
  .strictObject({
    karpenter: z
      .strictObject({
        enabled: z.boolean().default(true).describe("Needed by every runner that is not on Fargate."),
        nodePools: z
          .record(dnsLabel(), nodePool)
          .default({
            spot: nodePool.parse({ capacity: "spot" }),
            "on-demand": nodePool.parse({ capacity: "on-demand" }),
          })
          .describe(
            "Node pools by name. Default: `spot` and `on-demand`, each with the defaults that follow. Not for version set `tutorial`, which has the published provisioner.",
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
      .describe("Logs of Fargate pods to CloudWatch, with what jobs print, which nobody masks there."),
    metrics: z
      .enum(managerMetrics)
      .default("off")
      .describe(
        "Prometheus metrics of the managers, on port 9252. `annotations`: found by `prometheus.io/scrape`; `pod-monitor`: a PodMonitor for the Prometheus operator besides.",
      ),
    alarms: z
      .strictObject({
        enabled: z
          .boolean()
          .default(false)
          .describe(
            "Whether they are made. They read the managers' logs, so managers are on Fargate, and logged.",
          ),
        snsTopicArn: topicArn
          .optional()
          .describe(
            "SNS topic, of the same Region, that is told when an alarm begins and ends. Default: nobody is told.",
          ),
        queueSeconds: z
          .int()
          .min(1)
          .max(86_400)
          .default(300)
          .describe("Alarm when one job in ten waited longer than this for a manager to take it."),
        quotaPercent: z
          .int()
          .min(1)
          .max(100)
          .default(80)
          .describe("Alarm when more than this of the account's Fargate vCPU are in use, in percent."),
        usdPerHour: z
          .number()
          .min(0.01)
          .max(100_000)
          .optional()
          .describe(
            "Alarm when an hour of all that runs on Fargate in the account and Region costs more than this, by list prices and at the least. Default: no such alarm.",
          ),
      })
      .prefault({})
      .describe(
        "A CloudWatch dashboard, and alarms for hung pods, queue time, restarts of managers, quota and spend.",
      ),
    jobCleaner: z
      .strictObject({
        enabled: z
          .boolean()
          .default(false)
          .describe(
            "Whether it runs. It deletes what `glrunner jobs clean` would, with rights to pods of the jobs' namespaces only.",
          ),
        schedule: formed(
          /^(@(hourly|daily|weekly)|[\d*,/-]+( [\d*,/-]+){4})$/,
          "five fields of cron in digits, such as */30 * * * *, or @hourly",
        )
          .default("*/30 * * * *")
          .describe("When, in UTC."),
        olderThanMinutes: z
          .int()
          .min(10)
          .optional()
          .describe("Age from which it deletes any job pod, running ones too. Default: none."),
      })
      .prefault({})
      .describe("Deletes hung job pods on a schedule, in the cluster."),
    blueprints: blueprintsSchema,
  })
  .prefault({})
  .describe("What runs in the cluster beside the runners.");
