/** `runners[].job`: size, image and pod of the jobs of a runner. */
import * as z from "zod";
import { images } from "../../../../modules/pins";
import { formed, quantity } from "../common";
import { allowedSchema, pullPolicy } from "./allowed";
import { dnsSchema, hostAliasesSchema, servicesSchema } from "./network";
import { overwritesSchema } from "./overwrites";
import { placementShape } from "./placement";
import { scriptsSchema } from "./scripts";
import { serviceAccountSchema } from "./service-account";
import { securitySchema } from "./security";
import { volumesSchema } from "./volumes";

const vcpu = z.number().min(0.05).max(16);

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
      .describe("Image of the helper. Its version must be that of the runner. Default: the runner's own."),
    flavor: formed(/^[a-z0-9.-]+$/, "a flavor such as alpine or ubuntu", 60)
      .optional()
      .describe("Flavor of the runner's own helper image. Default: alpine."),
  })
  .prefault({})
  .describe("The helper container, which clones the repository and handles artifacts and cache.");

export const jobSchema = z
  .strictObject({
    image: formed(/^[\w./:@-]+$/, "a container image", 500)
      .default(images.job)
      .describe("Image of jobs that do not name one."),
    pullPolicy: z
      .union([pullPolicy, z.array(pullPolicy).min(1).max(3)])
      .default("if-not-present")
      .describe(
        "When images are pulled; of a list the runner tries each in turn. A Fargate pod starts without cached images.",
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
      .describe("Each service container. Fargate counts it only where a job has services."),
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
    scripts: scriptsSchema,
  })
  .prefault({})
  .describe("Size, image and pod of a job.");

export type JobConfig = z.output<typeof jobSchema>;
