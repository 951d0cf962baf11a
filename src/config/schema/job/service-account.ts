import * as z from "zod";
import { dnsLabel, policyArn } from "../common";

/** A role has at most 20 managed policies, 10 by default. Source: IAM and STS quotas (2026-11). */
export const serviceAccountSchema = z
  .strictObject({
    existing: dnsLabel()
      .optional()
      .describe(
        "A service account of yours in the namespace of the jobs. Default: glrunner creates one with the name of the runner.",
      ),
    policyArns: z
      .array(policyArn)
      .max(20)
      .default([])
      .describe("ARNs of managed policies that the jobs have in AWS, with an IAM role of this runner only."),
    policy: z
      .strictObject({
        Version: z.literal("2012-10-17").describe("Version of the policy language."),
        Id: z.string().optional().describe("Id of the policy."),
        Statement: z
          .array(z.record(z.string(), z.json()))
          .min(1)
          .max(100)
          .describe("Statements in IAM's own form: Effect, Action, Resource, Condition."),
      })
      .optional()
      .describe("A policy document that the role also has."),
    mountToken: z
      .boolean()
      .default(false)
      .describe(
        "Whether each container of a job gets the service account's token for the Kubernetes API. The role in AWS does not need it.",
      ),
  })
  .optional()
  .describe(
    "The rights of the jobs. Default: the namespace's default service account, without a token and without rights in AWS.",
  );
