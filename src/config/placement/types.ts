/** Types of the placement decision: where the system pods and the runner managers run. Plain data. */
import type { ParsedConfig } from "../schema";
import type { Placement, PlacementMode } from "../schema/cluster";
import type { Total } from "./usd";

/** Cost of one placement, Fargate or nodes, for a month. */
export interface Side extends Total {
  /** Managed nodes that this placement needs; undefined if that is unknown. */
  readonly nodeCount: number | undefined;
}

/** The costs of both placements, in US dollars a month. */
export interface Comparison {
  readonly fargate: Side;
  readonly nodes: Side;
  /** First instance type of the managed node group, which EKS prefers. */
  readonly instanceType: string;
  /** The cheaper placement and the difference; undefined if one of the two costs is unknown. */
  readonly cheaper: { readonly place: Placement; readonly usd: number } | undefined;
}

/** The comparison together with the mode that the user chose. */
export interface PlacementComparison extends Comparison {
  /** The value of `cluster.platform`. Only `auto` follows the comparison. */
  readonly asked: PlacementMode;
}

/** The `cluster` section after the decision: every pod has a place, and the node group has a size. */
export type PlacedCluster = Omit<
  ParsedConfig["cluster"],
  "platform" | "systemPods" | "managers" | "nodes"
> & {
  readonly placement: PlacementComparison;
  readonly systemPods: Placement;
  readonly managers: Placement;
  readonly nodes: Omit<ParsedConfig["cluster"]["nodes"], "count"> & { readonly count: number };
};

/** The part of the decision that the rules need: everything except the costs. */
export type ClusterPlacement = Omit<PlacedCluster, "placement"> & {
  readonly placement: Pick<PlacementComparison, "asked">;
};

/** The comparison together with its result, for reports. */
export interface PlacementChoice extends PlacementComparison {
  readonly systemPods: Placement;
  readonly managers: Placement;
  /** Size of the managed node group; 0 if there is none. */
  readonly nodeCount: number;
}
