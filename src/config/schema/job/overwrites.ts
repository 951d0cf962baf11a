import * as z from "zod";
import { formed, quantity } from "../common";

const expression = formed(/^[^\r\n]+$/, "a regular expression on one line", 200).optional();

const maxima = {
  cpu: z.number().min(0.05).max(192).optional().describe("vCPU, of the request and of the limit."),
  memory: quantity.optional().describe("Memory, of the request and of the limit."),
  ephemeralStorage: quantity.optional().describe("Ephemeral storage, of the request and of the limit."),
};

/** Source: gitlab-org/gitlab-runner docs/executors/kubernetes, "Overwriting ..." (19.4, 2026-08). */
export const overwritesSchema = z
  .strictObject({
    namespace: expression.describe("Namespaces that KUBERNETES_NAMESPACE_OVERWRITE may name."),
    serviceAccount: expression.describe(
      "Service accounts that KUBERNETES_SERVICE_ACCOUNT_OVERWRITE may name.",
    ),
    podLabels: expression.describe("Labels that KUBERNETES_POD_LABELS_* may set, as name=value."),
    podAnnotations: expression.describe(
      "Annotations that KUBERNETES_POD_ANNOTATIONS_* may set, as name=value.",
    ),
    nodeSelector: expression.describe(
      "Node labels that KUBERNETES_NODE_SELECTOR_* may ask for, as name=value.",
    ),
    nodeTolerations: expression.describe(
      "Taints that KUBERNETES_NODE_TOLERATIONS_* may tolerate, as key=value:effect.",
    ),
    max: z
      .strictObject({
        ...maxima,
        helper: z.strictObject(maxima).prefault({}).describe("Of the helper container."),
        service: z.strictObject(maxima).prefault({}).describe("Of each service container."),
      })
      .prefault({})
      .describe("Maximum that a job may ask for with KUBERNETES_CPU_REQUEST and its siblings."),
  })
  .prefault({})
  .describe("What variables of a job may overwrite. A key that is missing allows nothing.");
