/**
 * Deletes the resources that a deleted cluster left in AWS, and nothing else.
 *
 * 1. Refuse while the cluster exists, or while it is unknown whether it does.
 * 2. Kind by kind, in the order of `sweepKinds`: find resources and classify each of them.
 * 3. Read each deletable resource again just before its deletion, and keep it if its ownership is no longer proven.
 * 4. Wait for slow deletions, then list the kind again: a kind is gone only if AWS lists no owned resource.
 *
 * After a failure the sweep continues with the next resource and the next kind.
 */
import { DescribeClusterCommand } from "@aws-sdk/client-eks";
import { closeClients, sweepClients, type SweepClients } from "./clients";
import { errorName } from "../../clients/aws/missing";
import { failureOf } from "./failures";
import { sweepKinds } from "./kinds";
import type { SweepKind } from "./kinds/kind";
import { taggedResources } from "./tagged-resources";
import type { SweptCluster } from "./leftover-resource";
import { removeAll } from "./remove-resources";
import type { KindReport, SweepItem, SweepRefusal, SweepResult } from "./sweep-result";
import {
  reportItem,
  findAndClassify,
  type ClassifiedResource,
  type SweepRun,
  type SweepScope,
  type Waiting,
} from "./sweep-run";

interface SweepOptions {
  /** Only finds and classifies. */
  readonly dryRun: boolean;
  readonly onProgress?: (item: SweepItem) => void;
  /**
   * How long to wait until AWS has deleted instances and load balancers, and released the resources that they used.
   * @default every 5 seconds, for at most 5 minutes
   */
  readonly waiting?: Waiting;
}

const defaultWaiting: Waiting = { everyMs: 5_000, maxMs: 300_000 };

/** Sweeps a cluster, then lists the resources with its owner tags that remain. Never throws for an error of AWS. */
export async function sweep(cluster: SweptCluster, options: SweepOptions): Promise<SweepResult> {
  const aws = sweepClients(cluster.access, cluster.region);
  try {
    const scope = { aws, kinds: sweepKinds, clusterExists: () => clusterExists(aws, cluster) };
    const result = await sweepScope(scope, cluster, options);
    if (result.refused !== undefined && result.refused.clusterExists !== true) return result;
    return { ...result, tagged: await taggedResources(aws, cluster, removedBy(result)) };
  } finally {
    closeClients(aws);
  }
}

/** Ids of the resources that the sweep deleted, found deleted, or would delete. */
function removedBy({ kinds }: SweepResult): ReadonlySet<string> {
  const removed = kinds
    .flatMap(({ items }) => items)
    .filter(({ did }) => did === "deleted" || did === "would delete" || did === "was gone already");
  return new Set(removed.map(({ id }) => id));
}

/** The sweep itself, of the given kinds. */
export async function sweepScope(
  scope: SweepScope,
  cluster: SweptCluster,
  { dryRun, onProgress, waiting = defaultWaiting }: SweepOptions,
): Promise<SweepResult> {
  const report = (item: SweepItem) => {
    onProgress?.(item);
    return item;
  };
  const run: SweepRun = { ...scope, cluster, dryRun, waiting, report, removed: new Set() };
  const head = { name: cluster.name, region: cluster.region, dryRun };
  const refused = await run.clusterExists();
  if (refused !== undefined) return { ...head, refused, kinds: [], gone: [] };
  const reports: KindReport[] = [];
  const gone: string[] = [];
  for (const kind of run.kinds) {
    const { isGone, ...report } = await sweepKind(run, kind);
    reports.push(report);
    if (isGone) gone.push(kind.name);
  }
  return { ...head, kinds: reports, gone };
}

/** A cluster that the caller may not describe may exist, so the sweep refuses. */
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

async function sweepKind(run: SweepRun, kind: SweepKind): Promise<KindReport & { readonly isGone: boolean }> {
  const nothing = { kind: kind.name, items: [], isGone: false };
  let found: readonly ClassifiedResource[];
  try {
    found = await findAndClassify(run, kind);
  } catch (error) {
    return { ...nothing, failure: failureOf(error) };
  }
  const deletable = found.filter(({ classification }) => classification.deletable);
  const kept = found
    .filter(({ classification }) => !classification.deletable)
    .map((each) => run.report(reportItem(kind, each, "kept")));
  if (deletable.length === 0) {
    return {
      kind: kind.name,
      items: kept,
      isGone: !found.some(({ classification }) => classification.owned),
    };
  }
  const removed = run.dryRun ? wouldGo(run, kind, deletable) : await removeAll(run, kind, deletable);
  const report = { kind: kind.name, items: [...removed, ...kept] };
  if (run.dryRun) return { ...report, isGone: false };
  try {
    const left = await findAndClassify(run, kind);
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

function wouldGo(run: SweepRun, kind: SweepKind, deletable: readonly ClassifiedResource[]): SweepItem[] {
  for (const { resource } of deletable) run.removed.add(resource.id);
  return deletable.map((each) => run.report(reportItem(kind, each, "would delete")));
}
