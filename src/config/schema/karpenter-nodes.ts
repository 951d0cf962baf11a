import * as z from "zod";
import { nodeImage } from "../../facts/kubernetes/node-images";
import { formed } from "./common";

/** What every node of Karpenter has, in all pools: its machine image and its disk. */
export const karpenterNodesSchema = z
  .strictObject({
    image: formed(/^al2023@(v20\d{6}|latest)$/, "a release such as al2023@v20260903, or al2023@latest")
      .default(nodeImage.alias)
      .describe(
        "Machine image of EKS, by its release. A release stays until you change it here. `al2023@latest` changes when AWS publishes an image, and Karpenter then replaces nodes with an untested image.",
      ),
    diskGiB: z
      .int()
      .min(20)
      .max(16_384)
      .default(100)
      .describe("Size of a node's disk, a gp3 volume, in GiB."),
    diskThroughput: z
      .int()
      .min(125)
      .max(1000)
      .optional()
      .describe(
        "Throughput of the disk in MiB/s. Default: the 125 of a gp3 volume. More costs more; it helps where jobs pull large images or write much.",
      ),
    diskIops: z
      .int()
      .min(3000)
      .max(16_000)
      .optional()
      .describe("I/O operations of the disk a second. Default: the 3000 of a gp3 volume."),
    instanceStore: z
      .enum(["ignore", "raid0"])
      .default("ignore")
      .describe(
        "Local NVMe disks of instance types that have them. `raid0`: images, logs and the jobs' files are on them, joined to one; the types without any use their gp3 volume.",
      ),
  })
  .prefault({})
  .describe("The nodes of all node pools. Not for version set `tutorial`.");

/** When Karpenter may replace nodes of a pool. Source: karpenter.sh/v1.12/concepts/disruption, NodePool Disruption Budgets. */
export const disruptionBudget = z.strictObject({
  nodes: formed(/^(\d{1,4}|(\d|[1-9]\d|100)%)$/, "a number of nodes, or a percentage such as 10%").describe(
    "Nodes that may go at the same time.",
  ),
  reasons: z
    .array(z.enum(["Empty", "Drifted", "Underutilized"]))
    .min(1)
    .max(3)
    .optional()
    .describe("Reasons that this budget limits. Default: all."),
  schedule: formed(
    /^(@(yearly|monthly|weekly|daily|hourly)|[\d*,/-]+( [\d*,/-]+){4})$/,
    "five fields of cron in digits",
  )
    .optional()
    .describe("Start of the time in which it holds, as cron in UTC. Default: always."),
  hours: z.number().min(0.1).max(8760).optional().describe("Hours for which it holds from each start."),
});
