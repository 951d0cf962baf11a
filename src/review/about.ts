/** What a review is about, for the header of its reports: which cluster, where, when, and exactly which plan. */
import { createHash } from "node:crypto";
import * as z from "zod";
import type { TerraformPlan } from "../clients/terraform/plan-json";
import type { About } from "./stage-review";

interface Subject {
  readonly cluster: string;
  readonly region: string;
  /** Names and versions, such as Kubernetes 1.35. */
  readonly versions: readonly string[];
  /** In the order of the review. */
  readonly plans: readonly { readonly stack: string; readonly plan: TerraformPlan }[];
}

/** @returns account and time as far as the plans contain them */
export function aboutOf({ cluster, region, versions, plans }: Subject): About {
  const account = plans.map(({ plan }) => accountOf(plan)).find((each) => each !== undefined);
  const times = plans.flatMap(({ plan }) => plan.timestamp ?? []).sort();
  const [plannedAt] = times;
  const terraform = plans.flatMap(({ plan }) => plan.terraform_version ?? [])[0];
  return {
    ...{ cluster, region, digest: digestOf(plans) },
    ...(account !== undefined && { account }),
    ...(plannedAt !== undefined && { plannedAt }),
    versions: [...versions, ...(terraform === undefined ? [] : [`Terraform ${terraform}`])],
  };
}

/** Two plans with one digest change the same things to the same values. */
function digestOf(plans: Subject["plans"]): string {
  const content = plans.map(({ stack, plan }) => [stack, plan.resource_changes, plan.output_changes]);
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

const identity = z.object({ account_id: z.string().regex(/^\d{12}$/) });

/** The account that the AWS provider asked for the plan. */
function accountOf({ prior_state }: TerraformPlan): string | undefined {
  const asked = prior_state?.values?.root_module.resources?.find(
    ({ type }) => type === "aws_caller_identity",
  );
  return identity.safeParse(asked?.values).data?.account_id;
}
