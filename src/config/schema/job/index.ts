/** `runners[].job`: size, image and pod of the jobs of a runner. */
import * as z from "zod";
import { images } from "../../../../modules/pins";
import { containerImage, formed, number, quantity } from "../common";
import { dnsSchema, hostAliasesSchema, servicesSchema } from "./network";
import { allowedSchema, overwritesSchema, pullPolicy } from "./pipeline-choices";
import { placementShape } from "./placement";
import { serviceAccountSchema } from "./service-account";
import { securitySchema } from "./security";
import { volumesSchema } from "./volumes";

const vcpu = number(0.05, 16);

const size = (cpu: number, memory: string) => ({
  cpu: vcpu.default(cpu).describe("vCPU."),
  memory: quantity.default(memory).describe("Memory."),
});

const helper = z
  .strictObject({
    ...size(0.25, "256Mi"),
    image: formed(
      /^[\w./:@${}-]+$/,
      "a container image; ${CI_RUNNER_VERSION} stands for the runner's version",
      500,
    )
      .optional()
      .describe("Image of the helper. It must have the version of the runner. Default: the runner's own."),
    flavor: formed(/^[a-z0-9.-]+$/, "a flavor such as alpine or ubuntu", 60)
      .optional()
      .describe("Flavor of the runner's own helper image. Default: alpine."),
  })
  .prefault({})
  .describe("The helper container, which clones the repository and handles artifacts and cache.");

const script = z.string().max(20_000).optional();

/** Source: gitlab-org/gitlab-runner docs/configuration/advanced-configuration.md, "The [[runners]] section" (19.4, 2026-08). */
const scripts = z
  .strictObject({
    preGetSources: script.describe("Commands before the repository is cloned, in the helper container."),
    postGetSources: script.describe("Commands after the repository is cloned, in the helper container."),
    preBuild: script.describe("Commands before the job's script, in the job's container."),
    postBuild: script.describe("Commands after the job's script, in the job's container."),
  })
  .prefault({})
  .describe("Commands that run in every job. Not for secrets.");

export const jobSchema = z
  .strictObject({
    image: containerImage.default(images.job).describe("Image of jobs that do not name one."),
    pullPolicy: z
      .union([pullPolicy, z.array(pullPolicy).min(1).max(3)])
      .default("if-not-present")
      .describe(
        "When Kubernetes pulls images. The runner tries the policies of a list one after the other. A Fargate pod starts without cached images.",
      ),
    cpu: vcpu.default(0.75).describe("vCPU of the build container."),
    memory: quantity.default("1536Mi").describe("Memory of the build container."),
    ephemeralStorage: quantity
      .optional()
      .describe("Ephemeral storage of the build container. Fargate has 20 GiB by default and at most 175."),
    helper,
    service: z
      .strictObject(size(0.25, "256Mi"))
      .prefault({})
      .describe("Size of each service container. Fargate counts it only if a job has services."),
    privileged: z.boolean().default(false).describe("Privileged containers. Fargate does not support them."),
    serviceAccount: serviceAccountSchema,
    allowed: allowedSchema,
    overwrites: overwritesSchema,
    volumes: volumesSchema,
    security: securitySchema,
    ...placementShape,
    hostAliases: hostAliasesSchema,
    dns: dnsSchema,
    services: servicesSchema,
    scripts,
  })
  .prefault({})
  .describe("Size, image and pod of a job.");

export type JobConfig = z.output<typeof jobSchema>;
