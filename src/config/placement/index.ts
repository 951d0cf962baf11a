/**
 * Decides where the system pods and the runner managers run, so that all other code only sees `fargate` or `nodes`:
 *
 * 1. `cluster.systemPods` and `cluster.managers` win where they are set.
 * 2. `cluster.platform: fargate` or `nodes` decides the rest.
 * 3. `cluster.platform: auto` compares the monthly cost of both placements and takes the cheaper one. Without a known
 *    cost the answer is Fargate.
 *
 * Pure: the same configuration and the same recorded prices give the same decision.
 */
import type { ParsedConfig } from "../schema";
import { compare } from "./compare";
import { needsManagedNodes } from "./managed-nodes";
import type { ClusterPlacement, Comparison, PlacedCluster, PlacementChoice } from "./types";

/** Sections that the comparison reads. */
type PlacementInput = "region" | "versions" | "cluster" | "addons" | "runners";
type Sections = { readonly [K in PlacementInput]: ParsedConfig[K] | undefined };

/** Nodes at creation, unless the configuration or the comparison gives a number. */
const defaultNodeCount = 2;

/** Adds the decision and both costs to the `cluster` section. */
export function placeCluster(parsed: Pick<ParsedConfig, PlacementInput>): PlacedCluster {
  const { platform: asked, systemPods, managers } = parsed.cluster;
  // A placement that has a key of its own is the same on both sides of the comparison.
  const compared = compare(parsed, asked === "auto" ? { systemPods, managers } : {});
  return { ...applyPlacement(parsed.cluster, compared), placement: { asked, ...compared } };
}

/** The decision for the rules. Undefined if the comparison decides and one of its sections has a problem. */
export function placeForRules(sections: Sections): ClusterPlacement | undefined {
  const { cluster } = sections;
  if (cluster === undefined) return undefined;
  if (cluster.platform !== "auto") return applyPlacement(cluster, undefined);
  return haveAll(sections) ? placeCluster(sections) : undefined;
}

/** The comparison and its result, for reports. */
export function placementChoice(
  cluster: Pick<PlacedCluster, "placement" | "systemPods" | "managers" | "nodes">,
): PlacementChoice {
  const { placement, systemPods, managers, nodes } = cluster;
  const nodeCount = needsManagedNodes(cluster) ? nodes.count : 0;
  return { ...placement, systemPods, managers, nodeCount };
}

function haveAll(sections: Sections): sections is Pick<ParsedConfig, PlacementInput> {
  const { region, versions, addons, runners } = sections;
  return [region, versions, addons, runners].every((section) => section !== undefined);
}

function applyPlacement(
  cluster: ParsedConfig["cluster"],
  compared: Comparison | undefined,
): ClusterPlacement {
  const { platform: asked, systemPods, managers, nodes, ...rest } = cluster;
  const cheaper = compared?.cheaper?.place ?? "fargate";
  const preferred = asked === "auto" ? cheaper : asked;
  const comparedCount = asked === "auto" ? compared?.[cheaper].nodeCount : undefined;
  return {
    ...rest,
    placement: { asked },
    systemPods: systemPods ?? preferred,
    managers: managers ?? preferred,
    // Zero nodes on the chosen side means that it has no node group, not a group of size zero.
    nodes: {
      ...nodes,
      count: nodes.count ?? (comparedCount === 0 ? undefined : comparedCount) ?? defaultNodeCount,
    },
  };
}
