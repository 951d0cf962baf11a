/**
 * Deletes what AWS leaves behind of a cluster that is gone: what the proofs prove to be of it, and nothing else. While
 * the cluster stands nothing is touched. Each thing is read again just before it goes; one failure stops no other.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { DescribeClusterCommand } from "@aws-sdk/client-eks";
import { closeClients, sweepClients, type SweepClients } from "./clients";
import { errorName, failureOf, type Failure } from "./failures";
import { judge, type Verdict } from "./classify";
import { kinds } from "./kinds";
import { unlessGone, type Kind } from "./kinds/kind";
import { sweepKinds, type SweepKind, type SweptCluster, type Thing } from "./leftover-resource";

interface Waiting {
  /** Milliseconds between two looks. */
  readonly everyMs: number;
  /** For all of a kind together. */
  readonly atMostMs: number;
}

interface SweepOptions {
  /** Looks and judges, and changes nothing. */
  readonly dryRun: boolean;
  readonly onProgress?: (item: SweepItem) => void;
  /**
   * For instances and load balancers to be gone, and for what they held to be free.
   * @default every 5 seconds, for at most 5 minutes
   */
  readonly waiting?: Waiting;
}

interface Named {
  readonly kind: SweepKind;
  readonly id: string;
  readonly name?: string;
  /** What proves it ours, or why it was kept. */
  readonly why: string;
}

export type SweepItem = Named &
  (
    | { readonly did: "deleted" | "would delete" | "was gone already" | "kept" }
    | ({ readonly did: "failed" } & Failure)
  );

export interface KindReport {
  readonly kind: SweepKind;
  readonly items: readonly SweepItem[];
  /** It could not be looked for. */
  readonly failure?: Failure;
}

export interface SweepResult {
  readonly name: string;
  readonly region: string;
  readonly dryRun: boolean;
  /** Nothing was looked for, and why. */
  readonly refused?: Failure;
  readonly kinds: readonly KindReport[];
  /** Looked for, and nothing of ours is left, as AWS tells at the end. */
  readonly gone: readonly SweepKind[];
}

const defaultWaiting: Waiting = { everyMs: 5_000, atMostMs: 300_000 };

/** What a sweep works on. */
export interface Ground {
  readonly aws: SweepClients;
  /** In the order in which they are deleted. */
  readonly kinds: readonly Kind[];
  /** Why nothing may be touched; undefined once the cluster is gone. */
  readonly stands: () => Promise<Failure | undefined>;
}

interface Run extends Ground {
  readonly cluster: SweptCluster;
  readonly dryRun: boolean;
  readonly waiting: Waiting;
  readonly tell: (item: SweepItem) => SweepItem;
  /** Ids of all that went, or would. */
  readonly removed: Set<string>;
}

export async function sweep(cluster: SweptCluster, options: SweepOptions): Promise<SweepResult> {
  const aws = sweepClients(cluster.access, cluster.region);
  try {
    const all = sweepKinds.map((kind) => kinds[kind]);
    return await sweepGround({ aws, kinds: all, stands: () => stands(aws, cluster) }, cluster, options);
  } finally {
    closeClients(aws);
  }
}

export async function sweepGround(
  ground: Ground,
  cluster: SweptCluster,
  { dryRun, onProgress, waiting = defaultWaiting }: SweepOptions,
): Promise<SweepResult> {
  const tell = (item: SweepItem) => {
    onProgress?.(item);
    return item;
  };
  const run: Run = { ...ground, cluster, dryRun, waiting, tell, removed: new Set() };
  const head = { name: cluster.name, region: cluster.region, dryRun };
  const refused = await run.stands();
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

/** A cluster that nobody may look at might stand, too. */
async function stands(aws: SweepClients, { name, region }: SweptCluster): Promise<Failure | undefined> {
  try {
    const { cluster } = await aws.eks.send(new DescribeClusterCommand({ name }));
    return {
      text: `Cluster ${name} in ${region} is ${cluster?.status ?? "there"}: what belongs to it is in use`,
      fix: "Destroy it first (glrunner destroy), and wait until it is gone; then sweep.",
    };
  } catch (error) {
    return errorName(error) === "ResourceNotFoundException" ? undefined : failureOf(error);
  }
}

interface Judged {
  readonly thing: Thing;
  readonly verdict: Verdict;
}

async function sweepKind(run: Run, kind: Kind): Promise<KindReport & { readonly isGone: boolean }> {
  const nothing = { kind: kind.kind, items: [], isGone: false };
  let found: readonly Judged[];
  try {
    found = await look(run, kind);
  } catch (error) {
    return { ...nothing, failure: failureOf(error) };
  }
  const going = found.filter(({ verdict }) => verdict.goes);
  const stay = found.filter(({ verdict }) => !verdict.goes).map((each) => run.tell(item(each, "kept")));
  if (going.length === 0) {
    return { kind: kind.kind, items: stay, isGone: !found.some(({ verdict }) => verdict.ours) };
  }
  const went = run.dryRun ? wouldGo(run, going) : await removeAll(run, kind, going);
  const report = { kind: kind.kind, items: [...went, ...stay] };
  if (run.dryRun) return { ...report, isGone: false };
  try {
    const left = await look(run, kind);
    // A queue is listed for a minute after AWS has taken it away.
    return {
      ...report,
      isGone: !left.some(({ verdict, thing }) => verdict.ours && !run.removed.has(thing.id)),
    };
  } catch (error) {
    return { ...report, failure: failureOf(error), isGone: false };
  }
}

async function look(run: Run, kind: Kind): Promise<Judged[]> {
  const things = await kind.find(run.aws, run.cluster);
  return things.flatMap((thing) => {
    const verdict = judgeIn(run, thing);
    return verdict === undefined ? [] : [{ thing, verdict }];
  });
}

/** What went before uses nothing any more. */
function judgeIn({ cluster, removed }: Run, thing: Thing): Verdict | undefined {
  const usedBy = thing.usedBy?.filter((user) => !removed.has(user));
  return judge({ ...thing, usedBy }, cluster);
}

function wouldGo(run: Run, going: readonly Judged[]): SweepItem[] {
  for (const { thing } of going) run.removed.add(thing.id);
  return going.map((each) => run.tell(item(each, "would delete")));
}

async function removeAll(run: Run, kind: Kind, going: readonly Judged[]): Promise<SweepItem[]> {
  const standing = await run.stands();
  if (standing !== undefined) {
    // Somebody made it again in the meantime.
    return going.map((each) => run.tell({ ...item(each, "kept"), did: "failed", ...standing }));
  }
  const until = Date.now() + run.waiting.atMostMs;
  const unreleased = await releaseAll(run, kind, going);
  const items: SweepItem[] = [];
  for (const each of going) {
    const failure = unreleased.get(each.thing.id);
    items.push(
      failure === undefined
        ? await removeOne(run, kind, each, until)
        : { ...item(each, "kept"), did: "failed", ...failure },
    );
  }
  const settled = await Promise.all(items.map((each) => untilGone(run, kind, each, until)));
  for (const each of settled) {
    if (each.did === "deleted") run.removed.add(each.id);
    run.tell(each);
  }
  return settled;
}

async function releaseAll(
  run: Run,
  kind: Kind,
  going: readonly Judged[],
): Promise<ReadonlyMap<string, Failure>> {
  const failures = new Map<string, Failure>();
  const all = new Set(going.map(({ thing }) => thing.id));
  for (const { thing } of kind.release === undefined ? [] : going) {
    try {
      const verdict = await again(run, kind, thing.id);
      if (verdict?.goes) await kind.release?.(run.aws, thing.id, all);
    } catch (error) {
      if (!kind.gone.includes(errorName(error))) failures.set(thing.id, failureOf(error));
    }
  }
  return failures;
}

async function removeOne(run: Run, kind: Kind, judged: Judged, until: number): Promise<SweepItem> {
  const { id } = judged.thing;
  for (;;) {
    try {
      const verdict = await again(run, kind, id);
      if (verdict === undefined) return item(judged, "was gone already");
      if (!verdict.goes) return item({ ...judged, verdict }, "kept");
      await kind.remove(run.aws, id);
      return item(judged, "deleted");
    } catch (error) {
      const name = errorName(error);
      if (kind.gone.includes(name)) return item(judged, "was gone already");
      const passes = name === kind.passing && run.removed.size > 0;
      if (!passes || Date.now() >= until)
        return { ...item(judged, "kept"), did: "failed", ...failureOf(error) };
      await sleep(run.waiting.everyMs);
    }
  }
}

/** As it is now: undefined when it is gone, or has lost all that ties it to the cluster. */
async function again(run: Run, kind: Kind, id: string): Promise<Verdict | undefined> {
  const found = await unlessGone(kind.gone, () => kind.find(run.aws, run.cluster, id));
  const thing = found?.find((each) => each.id === id);
  return thing === undefined ? undefined : (judgeIn(run, thing) ?? lost);
}

const lost: Verdict = { ours: false, goes: false, why: "its tags changed while it was looked at" };

async function untilGone(run: Run, kind: Kind, gone: SweepItem, until: number): Promise<SweepItem> {
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

const slow = ({ atMostMs }: Waiting): Failure => ({
  text: `AWS was told to delete it, but after ${Math.round(atMostMs / 1000)} s it is still there`,
  fix: "Wait some minutes, then sweep again.",
});

function item<D extends "deleted" | "would delete" | "was gone already" | "kept">(
  { thing: { kind, id, name }, verdict }: Judged,
  did: D,
) {
  return { kind, id, ...(name !== undefined && name !== "" && { name }), why: verdict.why, did };
}
