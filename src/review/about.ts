/** The header of a review's reports: the cluster, its place, the time, and the digest of the plans. */
import { createHash } from "node:crypto";
import * as z from "zod";
import type { TerraformPlan } from "../clients/terraform/plan-json";
import type { About } from "./stage-review";

/** The plans and the cluster that a review is about. */
interface Subject {
  readonly cluster: string;
  readonly region: string;
  /** Names and versions, such as Kubernetes 1.35. */
  readonly versions: readonly string[];
  /** The plans, in the order of the review. */
  readonly plans: readonly { readonly stack: string; readonly plan: TerraformPlan }[];
}

/** @returns account and time as far as the plans contain them */
export function aboutOf({ cluster, region, versions, plans }: Subject): About {
  const account = plans.map(({ plan }) => accountOf(plan)).find((found) => found !== undefined);
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

/** Plans with the same digest change the same resources to the same values. */
function digestOf(plans: Subject["plans"]): string {
  const content = plans.map(({ stack, plan }) => [stack, plan.resource_changes, plan.output_changes]);
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

const identity = z.object({ account_id: z.string().regex(/^\d{12}$/) });

/** The account of the credentials that planned, from the data source `aws_caller_identity`. */
function accountOf({ prior_state }: TerraformPlan): string | undefined {
  const caller = prior_state?.values?.root_module.resources?.find(
    ({ type }) => type === "aws_caller_identity",
  );
  return identity.safeParse(caller?.values).data?.account_id;
}
