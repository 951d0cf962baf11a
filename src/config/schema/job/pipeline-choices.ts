/** What the author of a pipeline may choose for a job: images, pull policies and users, and settings that variables overwrite. */
import * as z from "zod";
import { formed, linuxId, number, quantity } from "../common";

export const pullPolicy = z.enum(["if-not-present", "always", "never"]);

const pattern = formed(/^[^\s]+$/, "an image pattern such as registry.example.com/*:*", 500);

/** Source: gitlab-org/gitlab-runner docs/executors/kubernetes, "Other config.toml settings" (19.4, 2026-08). */
export const allowedSchema = z
  .strictObject({
    images: z.array(pattern).max(200).optional().describe("Images that a job may name. Default: any."),
    services: z
      .array(pattern)
      .max(200)
      .optional()
      .describe("Service images that a job may name. Default: any."),
    pullPolicies: z
      .array(pullPolicy)
      .min(1)
      .max(3)
      .optional()
      .describe("Pull policies that a job may choose. Default: only those of pullPolicy."),
    users: z
      .array(linuxId)
      .max(200)
      .optional()
      .describe("Numeric users that a job's image may run as. Default: any."),
    groups: z
      .array(linuxId)
      .max(200)
      .optional()
      .describe("Numeric groups that a job's image may run as. Default: any."),
  })
  .prefault({})
  .describe("Choices that a pipeline may make in its `.gitlab-ci.yml`.");

const expression = formed(/^[^\r\n]+$/, "a regular expression on one line", 200).optional();

const maximum = {
  cpu: number(0.05, 192).optional().describe("vCPU of the request and of the limit."),
  memory: quantity.optional().describe("Memory of the request and of the limit."),
  ephemeralStorage: quantity.optional().describe("Ephemeral storage of the request and of the limit."),
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
      "Node labels that KUBERNETES_NODE_SELECTOR_* may request, as name=value.",
    ),
    nodeTolerations: expression.describe(
      "Taints that KUBERNETES_NODE_TOLERATIONS_* may tolerate, as key=value:effect.",
    ),
    max: z
      .strictObject({
        ...maximum,
        helper: z.strictObject(maximum).prefault({}).describe("Maximum of the helper container."),
        service: z.strictObject(maximum).prefault({}).describe("Maximum of each service container."),
      })
      .prefault({})
      .describe("Maximum that a job may request with variables such as KUBERNETES_CPU_REQUEST."),
  })
  .prefault({})
  .describe("Settings that variables of a job may overwrite. A missing key allows nothing.");
