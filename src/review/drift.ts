/**
 * Chooses the changes made outside of Terraform that a review reports. Terraform lists every object whose state a refresh
 * changed, even if the provider only filled in a value that was missing before. Like Terraform's own plan, the review
 * keeps only changes that this plan depends on:
 *
 * 1. A difference counts when a change of the plan refers to its attribute (`relevant_attributes`).
 * 2. It also counts when the plan changes the same attribute of the same object: then the plan undoes it.
 * 3. An object without such a difference is left out. A deleted object counts if the plan refers to it or creates it again.
 *
 * Source of the first rule: github.com/hashicorp/terraform, internal/command/jsonformat/diff.go (precomputeDiffs), read
 * 2026-11-30.
 */
import type { TerraformPlan, TerraformResourceChange } from "../clients/terraform/plan-json";
import type { Path } from "../config/paths";
import { actionOf, changedPaths, changeOf } from "./changes";
import { touches } from "./diff";
import type { Change } from "./stage-review";

/** The changes made outside of Terraform that the plan depends on, not yet redacted. */
export function driftOf(
  plan: TerraformPlan,
): readonly { resource: TerraformResourceChange; change: Change }[] {
  return plan.resource_drift.flatMap((resource) => {
    const relevant = relevantPaths(plan, resource.address);
    const isRelevant = (path: Path) => relevant.some((each) => touches(each, path));
    const change = changeOf(resource, isRelevant);
    const isKept = change.action === "delete" ? relevant.length > 0 : change.attributes.length > 0;
    return isKept ? [{ resource, change }] : [];
  });
}

/** Paths in the object of that address on which the plan depends. An empty path stands for the whole object. */
function relevantPaths(plan: TerraformPlan, address: string): readonly Path[] {
  const referred = plan.relevant_attributes
    .filter(({ resource }) => resource === "" || resource === address)
    .map(({ attribute }) => attribute);
  const undone = plan.resource_changes.filter((each) => each.address === address).flatMap(undonePaths);
  return [...referred, ...undone];
}

function undonePaths({ change }: TerraformResourceChange): readonly Path[] {
  const action = actionOf(change);
  if (action === "create") return [[]];
  return action === "update" || action === "replace" ? changedPaths(change) : [];
}
