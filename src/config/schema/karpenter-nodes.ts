import * as z from "zod";
import { nodeImage } from "../../facts/kubernetes/node-images";
import { formed, int, number } from "./common";

/** Machine image and disk of the nodes in all Karpenter pools. */
export const karpenterNodesSchema = z
  .strictObject({
    image: formed(/^al2023@(v20\d{6}|latest)$/, "a release such as al2023@v20260903, or al2023@latest")
      .default(nodeImage.alias)
      .describe(
        "Release of the EKS machine image. Nodes keep it until you change it here. With `al2023@latest`, Karpenter replaces the nodes with an untested image whenever AWS publishes one.",
      ),
    diskGiB: int(20, 16_384).default(100).describe("Size of a node's disk, a gp3 volume, in GiB."),
    diskThroughput: int(125, 1000)
      .optional()
      .describe(
        "Throughput of the disk in MiB/s. Default: the 125 of a gp3 volume. A higher value costs more, and helps jobs that pull large images or write many files.",
      ),
    diskIops: int(3000, 16_000)
      .optional()
      .describe("I/O operations a second of the disk. Default: the 3000 of a gp3 volume."),
    instanceStore: z
      .enum(["ignore", "raid0"])
      .default("ignore")
      .describe(
        "Use of local NVMe disks. `raid0`: they are joined to one disk for images, logs and the jobs' files; instance types without local disks use their gp3 volume.",
      ),
  })
  .prefault({})
  .describe("The nodes of all node pools. Not for version set `tutorial`.");

/** When Karpenter may replace nodes of a pool. Source: karpenter.sh/v1.12/concepts/disruption, NodePool Disruption Budgets. */
export const disruptionBudget = z.strictObject({
  nodes: formed(/^(\d{1,4}|(\d|[1-9]\d|100)%)$/, "a number of nodes, or a percentage such as 10%").describe(
    "Nodes that Karpenter may replace at the same time.",
  ),
  reasons: z
    .array(z.enum(["Empty", "Drifted", "Underutilized"]))
    .min(1)
    .max(3)
    .optional()
    .describe("Reasons that this budget limits. Default: all."),
  schedule: formed(
    /^(@(yearly|monthly|weekly|daily|hourly)|[\d*,/-]+( [\d*,/-]+){4})$/,
    "five cron fields in digits",
  )
    .optional()
    .describe("Start of the period in which the budget applies, as cron in UTC. Default: always."),
  hours: number(0.1, 8760).optional().describe("Hours for which the budget applies after each start."),
});
