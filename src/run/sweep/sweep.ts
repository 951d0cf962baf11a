/**
 * Deletes what AWS keeps of a cluster that no longer exists, and nothing else.
 *
 * 1. Refuse while the cluster exists, or while it is unknown whether it does.
 * 2. Kind by kind, in the order of `sweepKinds`: find resources and classify each of them.
 * 3. Read each deletable resource again just before its deletion, and keep it if its proof is gone.
 * 4. Wait for what AWS deletes slowly, then look again: only what is not found any more counts as gone.
 *
 * A failure stops neither its kind nor the next one.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { DescribeClusterCommand } from "@aws-sdk/client-eks";
import { closeClients, sweepClients, type SweepClients } from "./clients";
import { errorName, failureOf, type AwsFailure } from "./failures";
import { classify, type Classification } from "./classify";
import { kinds } from "./kinds";
import { unlessGone, type LeftoverKind } from "./kinds/kind";
import type { TaggedReport } from "./tagged-resource";
import { taggedResources } from "./tagged-resources";
import { sweepKinds, type SweepKind, type SweptCluster, type LeftoverResource } from "./leftover-resource";

interface Waiting {
  /** Milliseconds between two requests. */
  readonly everyMs: number;
  /** Milliseconds for all resources of a kind together. */
  readonly maxMs: number;
}

interface SweepOptions {
  /** Finds and classifies, and changes nothing. */
  readonly dryRun: boolean;
  readonly onProgress?: (item: SweepItem) => void;
  /**
   * How long to wait until AWS has deleted instances and load balancers, and released what they used.
   * @default every 5 seconds, for at most 5 minutes
   */
  readonly waiting?: Waiting;
}

interface ItemHead {
  readonly kind: SweepKind;
  readonly id: string;
  readonly name?: string;
  /** What proves ownership, or why it was kept. */
  readonly why: string;
}

export type SweepItem = ItemHead &
  (
    | { readonly did: "deleted" | "would delete" | "was gone already" | "kept" }
    | ({ readonly did: "failed" } & AwsFailure)
  );

export interface KindReport {
  readonly kind: SweepKind;
  readonly items: readonly SweepItem[];
  /** Why AWS did not list this kind. */
  readonly failure?: AwsFailure;
}

/** Why a sweep deletes nothing. */
interface SweepRefusal extends AwsFailure {
  /** @default it is unknown whether the cluster exists */
  readonly clusterExists?: true;
}

export interface SweepResult {
  readonly name: string;
  readonly region: string;
  readonly dryRun: boolean;
  /** Why the sweep looked for nothing. */
  readonly refused?: SweepRefusal;
  readonly kinds: readonly KindReport[];
  /** Kinds of which AWS lists no owned resource at the end. */
  readonly gone: readonly SweepKind[];
  /** What a stage created and is still in the account, also while the cluster exists. @default not looked for */
  readonly tagged?: TaggedReport;
}

const defaultWaiting: Waiting = { everyMs: 5_000, maxMs: 300_000 };

/** What a sweep works on; a test passes kinds in memory. */
export interface SweepScope {
  readonly aws: SweepClients;
  /** In the order of deletion. */
  readonly kinds: readonly LeftoverKind[];
  /** Why nothing may be deleted; undefined if the cluster does not exist. */
  readonly clusterExists: () => Promise<SweepRefusal | undefined>;
}

interface Run extends SweepScope {
  readonly cluster: SweptCluster;
  readonly dryRun: boolean;
  readonly waiting: Waiting;
  readonly report: (item: SweepItem) => SweepItem;
  /** Ids of everything that was deleted, or would be. */
  readonly removed: Set<string>;
}

export async function sweep(cluster: SweptCluster, options: SweepOptions): Promise<SweepResult> {
  const aws = sweepClients(cluster.access, cluster.region);
  try {
    const all = sweepKinds.map((kind) => kinds[kind]);
    const scope = { aws, kinds: all, clusterExists: () => clusterExists(aws, cluster) };
    const result = await sweepScope(scope, cluster, options);
    if (result.refused !== undefined && result.refused.clusterExists !== true) return result;
    return { ...result, tagged: await taggedResources(aws, cluster, removedBy(result)) };
  } finally {
    closeClients(aws);
  }
}

/** Ids of what a sweep deleted, found deleted, or would delete. */
function removedBy({ kinds }: SweepResult): ReadonlySet<string> {
  const removed = kinds
    .flatMap(({ items }) => items)
    .filter(({ did }) => did === "deleted" || did === "would delete" || did === "was gone already");
  return new Set(removed.map(({ id }) => id));
}

export async function sweepScope(
  scope: SweepScope,
  cluster: SweptCluster,
  { dryRun, onProgress, waiting = defaultWaiting }: SweepOptions,
): Promise<SweepResult> {
  const report = (item: SweepItem) => {
    onProgress?.(item);
    return item;
  };
  const run: Run = { ...scope, cluster, dryRun, waiting, report, removed: new Set() };
  const head = { name: cluster.name, region: cluster.region, dryRun };
  const refused = await run.clusterExists();
  if (refused !== undefined) return { ...head, refused, kinds: [], gone: [] };
  const reports: KindReport[] = [];
  const gone: SweepKind[] = [];
  for (const kind of run.kinds) {
    const { isGone, ...report } = await sweepKind(run, kind);
    reports.push(report);
    if (isGone) gone.push(kind.kind);
  }
  return { ...head, kinds: reports, gone };
}

/** A cluster that we are not allowed to describe may exist. */
async function clusterExists(
  aws: SweepClients,
  { name, region }: SweptCluster,
): Promise<SweepRefusal | undefined> {
  try {
    const { cluster } = await aws.eks.send(new DescribeClusterCommand({ name }));
    return {
      text: `Cluster ${name} in ${region} exists (status ${cluster?.status ?? "unknown"}), so its resources are in use`,
      fix: "Run `glrunner destroy`, which ends with a sweep.",
      clusterExists: true,
    };
  } catch (error) {
    return errorName(error) === "ResourceNotFoundException" ? undefined : failureOf(error);
  }
}

interface ClassifiedResource {
  readonly resource: LeftoverResource;
  readonly classification: Classification;
}

async function sweepKind(run: Run, kind: LeftoverKind): Promise<KindReport & { readonly isGone: boolean }> {
  const nothing = { kind: kind.kind, items: [], isGone: false };
  let found: readonly ClassifiedResource[];
  try {
    found = await look(run, kind);
  } catch (error) {
    return { ...nothing, failure: failureOf(error) };
  }
  const going = found.filter(({ classification }) => classification.deletable);
  const stay = found
    .filter(({ classification }) => !classification.deletable)
    .map((each) => run.report(item(each, "kept")));
  if (going.length === 0) {
    return {
      kind: kind.kind,
      items: stay,
      isGone: !found.some(({ classification }) => classification.owned),
    };
  }
  const went = run.dryRun ? wouldGo(run, going) : await removeAll(run, kind, going);
  const report = { kind: kind.kind, items: [...went, ...stay] };
  if (run.dryRun) return { ...report, isGone: false };
  try {
    const left = await look(run, kind);
    // SQS still lists a queue for a minute after it was deleted.
    return {
      ...report,
      isGone: !left.some(
        ({ classification, resource }) => classification.owned && !run.removed.has(resource.id),
      ),
    };
  } catch (error) {
    return { ...report, failure: failureOf(error), isGone: false };
  }
}

async function look(run: Run, kind: LeftoverKind): Promise<ClassifiedResource[]> {
  const resources = await kind.find(run.aws, run.cluster);
  return resources.flatMap((resource) => {
    const classification = classifyIn(run, resource);
    return classification === undefined ? [] : [{ resource, classification }];
  });
}

/** What was deleted before no longer uses anything. */
function classifyIn({ cluster, removed }: Run, resource: LeftoverResource): Classification | undefined {
  const usedBy = resource.usedBy?.filter((user) => !removed.has(user));
  return classify({ ...resource, usedBy }, cluster);
}

function wouldGo(run: Run, going: readonly ClassifiedResource[]): SweepItem[] {
  for (const { resource } of going) run.removed.add(resource.id);
  return going.map((each) => run.report(item(each, "would delete")));
}

async function removeAll(
  run: Run,
  kind: LeftoverKind,
  going: readonly ClassifiedResource[],
): Promise<SweepItem[]> {
  const standing = await run.clusterExists();
  if (standing !== undefined) {
    // Somebody created the cluster again in the meantime.
    const { text, fix } = standing;
    return going.map((each) => run.report({ ...item(each, "kept"), did: "failed", text, fix }));
  }
  const until = Date.now() + run.waiting.maxMs;
  const unreleased = await releaseAll(run, kind, going);
  const items: SweepItem[] = [];
  for (const each of going) {
    const failure = unreleased.get(each.resource.id);
    items.push(
      failure === undefined
        ? await removeOne(run, kind, each, until)
        : { ...item(each, "kept"), did: "failed", ...failure },
    );
  }
  const settled = await Promise.all(items.map((each) => untilGone(run, kind, each, until)));
  for (const each of settled) {
    if (each.did === "deleted") run.removed.add(each.id);
    run.report(each);
  }
  return settled;
}

async function releaseAll(
  run: Run,
  kind: LeftoverKind,
  going: readonly ClassifiedResource[],
): Promise<ReadonlyMap<string, AwsFailure>> {
  const failures = new Map<string, AwsFailure>();
  const all = new Set(going.map(({ resource }) => resource.id));
  for (const { resource } of kind.release === undefined ? [] : going) {
    try {
      const classification = await again(run, kind, resource.id);
      if (classification?.deletable) await kind.release?.(run.aws, resource.id, all);
    } catch (error) {
      if (!kind.gone.includes(errorName(error))) failures.set(resource.id, failureOf(error));
    }
  }
  return failures;
}

async function removeOne(
  run: Run,
  kind: LeftoverKind,
  classified: ClassifiedResource,
  until: number,
): Promise<SweepItem> {
  const { id } = classified.resource;
  for (;;) {
    try {
      const classification = await again(run, kind, id);
      if (classification === undefined) return item(classified, "was gone already");
      if (!classification.deletable) return item({ ...classified, classification }, "kept");
      await kind.remove(run.aws, id);
      return item(classified, "deleted");
    } catch (error) {
      const name = errorName(error);
      if (kind.gone.includes(name)) return item(classified, "was gone already");
      const passes = name === kind.passing && run.removed.size > 0;
      if (!passes || Date.now() >= until)
        return { ...item(classified, "kept"), did: "failed", ...failureOf(error) };
      await sleep(run.waiting.everyMs);
    }
  }
}

/** Classifies a resource as it is now; undefined if it no longer exists. */
async function again(run: Run, kind: LeftoverKind, id: string): Promise<Classification | undefined> {
  const found = await unlessGone(kind.gone, () => kind.find(run.aws, run.cluster, id));
  const resource = found?.find((each) => each.id === id);
  return resource === undefined ? undefined : (classifyIn(run, resource) ?? lost);
}

const lost: Classification = { owned: false, deletable: false, why: "its tags changed during the sweep" };

async function untilGone(run: Run, kind: LeftoverKind, gone: SweepItem, until: number): Promise<SweepItem> {
  if (kind.lingers === undefined || gone.did !== "deleted") return gone;
  for (;;) {
    try {
      const found = await unlessGone(kind.gone, () => kind.find(run.aws, run.cluster, gone.id));
      if (found === undefined || found.length === 0) return gone;
      if (Date.now() >= until) return { ...gone, did: "failed", ...slow(run.waiting) };
    } catch (error) {
      if (Date.now() >= until) return { ...gone, did: "failed", ...failureOf(error) };
    }
    await sleep(run.waiting.everyMs);
  }
}

const slow = ({ maxMs }: Waiting): AwsFailure => ({
  text: `AWS accepted its deletion, but still lists it after ${Math.round(maxMs / 1000)} s`,
  fix: "Wait a few minutes, then run `glrunner sweep`.",
});

function item<D extends "deleted" | "would delete" | "was gone already" | "kept">(
  { resource: { kind, id, name }, classification }: ClassifiedResource,
  did: D,
) {
  return { kind, id, ...(name !== undefined && name !== "" && { name }), why: classification.why, did };
}
