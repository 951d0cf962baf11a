/**
 * Finds resources of another cluster that a plan would take over. Every resource carries the name of its cluster as a
 * tag. A plan that sets another name there works on the state of another cluster.
 */
import { ownerTag, publishedOwnerTag } from "../../config/resource-names";
import { valueAtPath, type Json } from "../diff";
import type { RiskFinder } from "./risk";

/** The cluster name in a tag; undefined when the tag is missing or empty. */
function ownerIn(value: Json, tag: string): string | undefined {
  const owner = valueAtPath(value, "tags", tag) ?? valueAtPath(value, "tags_all", tag);
  return typeof owner === "string" && owner !== "" ? owner : undefined;
}

/** Reports updates and replacements that change the owner tag from one cluster to another. */
export const ownershipRisks: RiskFinder = ({ resource: { mode, change }, action }) => {
  if (mode !== "managed" || (action !== "update" && action !== "replace")) return [];
  return [ownerTag, publishedOwnerTag].flatMap((tag) => {
    const [before, after] = [ownerIn(change.before, tag), ownerIn(change.after, tag)];
    if (before === undefined || after === undefined || before === after) return [];
    const text = `belongs to cluster ${before}, and this plan assigns it to cluster ${after}`;
    return [{ kind: "ownership", path: `tags["${tag}"]`, text } as const];
  });
};
