/** Settings of every IAM role of a deployment. Many accounts refuse to create a role without them. */
import * as z from "zod";
import { formed, policyArn } from "./common";

/** Source: IAM API reference, CreateRole, Path (2026-11). */
const rolePath = formed(
  /^\/([\w+=,.@-]+\/)+$/,
  "a path such as /ci/: starts and ends with a slash; letters, digits and _ + = , . @ -",
  512,
);

export const iamSchema = z
  .strictObject({
    permissionsBoundary: policyArn
      .optional()
      .describe(
        "ARN of the managed policy that is the permissions boundary of every role. It must allow all actions of the cluster, its nodes and its add-ons. A later change updates the roles in place.",
      ),
    rolePath: rolePath
      .optional()
      .describe(
        "Path of every role and of the instance profile of Karpenter's nodes. Choose it before the first deploy: AWS cannot change the path of a role, so a later change replaces the roles and the cluster.",
      ),
  })
  .prefault({})
  .describe("Settings of every IAM role that glrunner, the modules and the add-ons create.");
