/**
 * Resources of another cluster that a plan would take. Every resource of a cluster carries its name as a tag; a plan that
 * writes another name there works on the state of another cluster.
 */
import { ownerTag, publishedOwnerTag } from "../../config/resource-names";
import { valueAtPath, type Json } from "../diff";
import type { RiskFinder } from "./risk";

/** The cluster's name in a tag of one side; undefined where there is none. */
function ownerIn(value: Json, tag: string): string | undefined {
  const owner = valueAtPath(value, "tags", tag) ?? valueAtPath(value, "tags_all", tag);
  return typeof owner === "string" && owner !== "" ? owner : undefined;
}

export const ownershipRisks: RiskFinder = ({ resource: { mode, change }, action }) => {
  if (mode !== "managed" || (action !== "update" && action !== "replace")) return [];
  return [ownerTag, publishedOwnerTag].flatMap((tag) => {
    const [before, after] = [ownerIn(change.before, tag), ownerIn(change.after, tag)];
    if (before === undefined || after === undefined || before === after) return [];
    const text = `belongs to cluster ${before}, and this plan makes it ${after}'s`;
    return [{ kind: "ownership", path: `tags["${tag}"]`, text } as const];
  });
};
