import * as z from "zod";
import { dnsLabel, formed, int, labelValue } from "../common";

const labelName = formed(
  /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/,
  "a Kubernetes label name such as team or example.com/team",
  317,
);

/** Where a job runs in addition to its compute class, and metadata of its pod. */
export const placementShape = {
  nodeSelector: z
    .record(labelName, labelValue)
    .default({})
    .describe("Further labels that a node must have. Only for nodes."),
  tolerations: z
    .record(
      formed(/^[^\s=]+(=[^\s=]*)?$/, "a taint: key or key=value", 400),
      z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute", ""]),
    )
    .default({})
    .describe("Further taints that a job tolerates: key=value to effect. Only for nodes."),
  labels: z.record(labelName, z.string()).default({}).describe("Labels of the job pods."),
  annotations: z.record(labelName, z.string()).default({}).describe("Annotations of the job pods."),
  priorityClass: dnsLabel().optional().describe("Priority class of the job pods. It must exist."),
  terminationGraceSeconds: int(0, 86_400)
    .optional()
    .describe("Seconds that the processes of a job have to end before Kubernetes kills them."),
  cleanupGraceSeconds: int(0, 86_400)
    .optional()
    .describe("The same when the runner cleans up the pod after its job."),
};
