import * as z from "zod";
import { dnsLabel, formed } from "./common";

export const imagesSchema = z
  .strictObject({
    mirrors: z
      .record(
        formed(/^[a-z0-9.-]+(:\d+)?$/, "a registry such as registry.gitlab.com", 253),
        formed(
          /^[a-z0-9.-]+(:\d+)?(\/[\w.-]+)*$/,
          "a registry with a path, such as mirror.example.com/gitlab",
          500,
        ),
      )
      .default({})
      .describe(
        "Registries by the registry that they replace, such as `public.ecr.aws: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/ecr-public`. Applies to every image that glrunner chooses: managers and helpers (registry.gitlab.com), the default job image, the job cleaner and Karpenter (public.ecr.aws). Images that you name stay as they are.",
      ),
    pullSecrets: z
      .array(dnsLabel())
      .max(20)
      .default([])
      .describe(
        "Secrets of type kubernetes.io/dockerconfigjson with which managers and jobs pull images. They must exist in the namespace `gitlab-runner` and in the namespace of each runner's jobs.",
      ),
  })
  .prefault({})
  .describe("Registries of the images, and secrets to pull them.");
