import * as z from "zod";
import { dnsLabel, formed } from "../common";

const labelName = formed(
  /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/,
  "a Kubernetes label name such as team or example.com/team",
  317,
);
const labelValue = formed(
  /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/,
  "at most 63 letters, digits, hyphens, dots and _",
  63,
);

/** Where a job runs besides its compute class, and what its pod is called. */
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
  terminationGraceSeconds: z
    .int()
    .min(0)
    .max(86_400)
    .optional()
    .describe("Seconds that a job's processes have to end before they are killed."),
  cleanupGraceSeconds: z
    .int()
    .min(0)
    .max(86_400)
    .optional()
    .describe("The same when the pod is cleaned up after its job."),
};
