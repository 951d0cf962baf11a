/**
 * The schema of glrunner.yaml: names, types, defaults and descriptions of all keys, each defined once. The JSON Schema for
 * editors and the reference pages are generated from it.
 */
import * as z from "zod";
import { addonsSchema } from "./addons";
import { capacitySchema } from "./capacity";
import { clusterSchema } from "./cluster";
import { formed, region, tagMap } from "./common";
import { iamSchema } from "./iam";
import { gitlabCaSchema } from "./gitlab-ca";
import { imagesSchema } from "./images";
import { networkSchema } from "./network";
import { proxySchema } from "./proxy";
import { runnersSchema } from "./runners";
import { stateSchema } from "../backends";
import { versionsSchema } from "./versions";

const layouts = ["staged", "single"] as const;

export const configSchema = z.strictObject({
  name: formed(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    "lower-case letters, digits and single hyphens; starts with a letter",
    27,
  ).describe(
    "Name of the cluster and prefix of its resources. At most 27 characters, because IAM role name prefixes allow no more.",
  ),
  region: region.describe("AWS Region of all resources."),
  tags: tagMap.default({}).describe("AWS tags of all resources."),
  layout: z
    .enum(layouts)
    .default("staged")
    .describe(
      "`staged`: one stack and one state for each stage. `single`: one root module with the tutorial's addresses.",
    ),
  versions: versionsSchema,
  iam: iamSchema,
  network: networkSchema,
  cluster: clusterSchema,
  addons: addonsSchema,
  gitlabCa: gitlabCaSchema,
  proxy: proxySchema,
  images: imagesSchema,
  runners: runnersSchema,
  state: stateSchema,
  capacity: capacitySchema,
  allowUnknownRegion: z
    .boolean()
    .default(false)
    .describe("Whether to accept a Region that glrunner does not know, because AWS opened it recently."),
});

/** The configuration as written in a file. */
export type ConfigInput = z.input<typeof configSchema>;
/** The configuration with the defaults of the schema. */
export type ParsedConfig = z.output<typeof configSchema>;
