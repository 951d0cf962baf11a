/**
 * Where the system's pods and the managers run, decided once, before anything reads it: everything after sees Fargate
 * or nodes. Pure: the same configuration and the same recorded prices give the same answer.
 */
import { needsManagedNodes } from "../resolve/managed-nodes";
import type { ParsedConfig } from "../schema";
import type { Placement, PlatformName } from "../schema/cluster";
import { compare, type Comparison } from "./compare";

export type { Side } from "./compare";

export interface Platform extends Comparison {
  /** As written; only `auto` follows the comparison. */
  readonly asked: PlatformName;
}

export type PlacedCluster = Omit<
  ParsedConfig["cluster"],
  "platform" | "systemPods" | "managers" | "nodes"
> & {
  readonly platform: Platform;
  readonly systemPods: Placement;
  readonly managers: Placement;
  readonly nodes: Omit<ParsedConfig["cluster"]["nodes"], "count"> & { readonly count: number };
};

/** The two sums, and where the pods are. */
export interface PlatformChoice extends Platform {
  readonly systemPods: Placement;
  readonly managers: Placement;
  /** Of the managed node group, 0 where there is none. */
  readonly nodeCount: number;
}

export function platformChoice({ platform, systemPods, managers, nodes }: PlatformParts): PlatformChoice {
  const nodeCount = needsManagedNodes({ systemPods, managers }) ? nodes.count : 0;
  return { ...platform, systemPods, managers, nodeCount };
}

type PlatformParts = Pick<PlacedCluster, "platform" | "systemPods" | "managers" | "nodes">;

/** As far as the rules need it: without the sums. */
export type SettledCluster = Omit<PlacedCluster, "platform"> & { readonly platform: Pick<Platform, "asked"> };

/** What the decision is made of. */
type Decisive = "region" | "versions" | "cluster" | "addons" | "runners";
type Sections = { readonly [K in Decisive]: ParsedConfig[K] | undefined };

const usualCount = 2;

export function place(parsed: Pick<ParsedConfig, Decisive>): PlacedCluster {
  const { platform: asked, systemPods, managers } = parsed.cluster;
  // What is fixed by a key of its own is so on both sides.
  const compared = compare(parsed, asked === "auto" ? { systemPods, managers } : {});
  return { ...settled(parsed.cluster, compared), platform: { asked, ...compared } };
}

/** Undefined also where the sums decide, and a section that they are made of has a problem of its own. */
export function settledCluster(sections: Sections): SettledCluster | undefined {
  const { cluster } = sections;
  if (cluster === undefined) return undefined;
  if (cluster.platform !== "auto") return settled(cluster, undefined);
  return areDecisive(sections) ? place(sections) : undefined;
}

function areDecisive(sections: Sections): sections is Pick<ParsedConfig, Decisive> {
  const { region, versions, addons, runners } = sections;
  return [region, versions, addons, runners].every((section) => section !== undefined);
}

/** Where the sums do not tell, it is Fargate. */
function settled(cluster: ParsedConfig["cluster"], compared: Comparison | undefined): SettledCluster {
  const { platform: asked, systemPods, managers, nodes } = cluster;
  const cheaper = compared?.cheaper?.place ?? "fargate";
  const usual = asked === "auto" ? cheaper : asked;
  const found = asked === "auto" ? compared?.[cheaper].nodeCount : undefined;
  return {
    ...cluster,
    platform: { asked },
    systemPods: systemPods ?? usual,
    managers: managers ?? usual,
    // None on that side is no number of nodes.
    nodes: { ...nodes, count: nodes.count ?? (found === 0 ? undefined : found) ?? usualCount },
  };
}
