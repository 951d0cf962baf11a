import * as z from "zod";
import { formed } from "../common";

export const pullPolicy = z.enum(["if-not-present", "always", "never"]);

const pattern = formed(/^[^\s]+$/, "an image pattern such as registry.example.com/*:*", 500);
const id = z.int().min(0).max(4_294_967_295);

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
    users: z.array(id).max(200).optional().describe("Users that a job's image may run as. Default: any."),
    groups: z.array(id).max(200).optional().describe("Groups that a job's image may run as. Default: any."),
  })
  .prefault({})
  .describe("What a pipeline may choose.");
