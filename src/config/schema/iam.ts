/** What every IAM role of a deployment has: many accounts refuse to create a role without it. */
import * as z from "zod";
import { formed } from "./common";

/** Source: IAM API reference, CreateRole, PermissionsBoundary and Path; IAM user guide, "IAM identifiers" (2026-11). */
const policyArn = formed(
  /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/([\w+=,.@-]+\/)*[\w+=,.@-]+$/,
  "the ARN of a managed policy: arn:aws:iam::ACCOUNT:policy/NAME",
);
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
        "ARN of the managed policy that is the permissions boundary of every role. Must allow what the cluster, its nodes and its add-ons do. A later change updates the roles in place.",
      ),
    rolePath: rolePath
      .optional()
      .describe(
        "Path of every role and of the instance profile of Karpenter's nodes. Choose it before the first deploy: AWS cannot change the path of a role, so a later change replaces the roles and the cluster.",
      ),
  })
  .prefault({})
  .describe("What every IAM role that glrunner, the modules and the add-ons create has.");
