/** A sweep in progress: its scope, what it has deleted so far, and how it finds and classifies the resources of a kind. */
import { classify, type Classification } from "./classify";
import type { SweepClients } from "./clients";
import { unlessMissing } from "../../clients/aws/missing";
import type { SweepKind } from "./kinds/kind";
import type { LeftoverResource, SweptCluster } from "./leftover-resource";
import type { SweepItem, SweepRefusal } from "./sweep-result";

/** How often and how long a sweep asks AWS whether a deletion has ended. */
export interface Waiting {
  /** Milliseconds between two requests. */
  readonly everyMs: number;
  /** Milliseconds for all resources of a kind together. */
  readonly maxMs: number;
}

/** The kinds to sweep, and the account. A test passes kinds in memory. */
export interface SweepScope {
  readonly aws: SweepClients;
  /** In the order of deletion. */
  readonly kinds: readonly SweepKind[];
  /** Why the sweep must delete nothing; undefined if the cluster does not exist. */
  readonly clusterExists: () => Promise<SweepRefusal | undefined>;
}

/** One sweep. */
export interface SweepRun extends SweepScope {
  readonly cluster: SweptCluster;
  readonly dryRun: boolean;
  readonly waiting: Waiting;
  readonly report: (item: SweepItem) => SweepItem;
  /** Ids of the resources that were deleted, or would be. */
  readonly removed: Set<string>;
}

/** A resource, and what the sweep may do with it. */
export interface ClassifiedResource {
  readonly resource: LeftoverResource;
  readonly classification: Classification;
}

/** Finds the resources of a kind and classifies each. @throws the error of AWS */
export async function findAndClassify(run: SweepRun, kind: SweepKind): Promise<ClassifiedResource[]> {
  const resources = await kind.find(run.aws, run.cluster);
  return resources.flatMap((resource) => {
    const classification = classifyIn(run, kind, resource);
    return classification === undefined ? [] : [{ resource, classification }];
  });
}

/** A resource that this sweep has deleted no longer uses another one. */
function classifyIn(
  { cluster, removed }: SweepRun,
  kind: SweepKind,
  resource: LeftoverResource,
): Classification | undefined {
  const usedBy = resource.usedBy?.filter((user) => !removed.has(user));
  return classify(kind, { ...resource, usedBy }, cluster);
}

/** Classifies a resource as it is now; undefined if it no longer exists. */
export async function classifyAgain(
  run: SweepRun,
  kind: SweepKind,
  id: string,
): Promise<Classification | undefined> {
  const found = await unlessMissing(kind.gone, () => kind.find(run.aws, run.cluster, id));
  const resource = found?.find((each) => each.id === id);
  return resource === undefined ? undefined : (classifyIn(run, kind, resource) ?? lost);
}

const lost: Classification = { owned: false, deletable: false, why: "its tags changed during the sweep" };

/** A resource as the report lists it. */
export function reportItem<D extends "deleted" | "would delete" | "was gone already" | "kept">(
  { name: kind }: SweepKind,
  { resource: { id, name }, classification }: ClassifiedResource,
  did: D,
) {
  return { kind, id, ...(name !== undefined && name !== "" && { name }), why: classification.why, did };
}
