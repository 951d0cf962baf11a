import * as z from "zod";

const script = z.string().max(20_000).optional();

/** Source: gitlab-org/gitlab-runner docs/configuration/advanced-configuration.md, "The [[runners]] section" (19.4, 2026-08). */
export const scriptsSchema = z
  .strictObject({
    preGetSources: script.describe("Commands before the repository is cloned, in the helper container."),
    postGetSources: script.describe("Commands after the repository is cloned, in the helper container."),
    preBuild: script.describe("Commands before the job's script, in the job's container."),
    postBuild: script.describe("Commands after the job's script, in the job's container."),
  })
  .prefault({})
  .describe("Commands that run in every job. Not for secrets.");
