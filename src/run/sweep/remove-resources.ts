/**
 * Deletes the resources of one kind:
 *
 * 1. Remove the references between them.
 * 2. Read each resource again just before its deletion, and delete it.
 * 3. If AWS deletes the kind slowly, wait until it no longer lists the resource.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { errorName, unlessMissing } from "../../clients/aws/missing";
import { failureOf, type AwsFailure } from "./failures";
import type { SweepKind } from "./kinds/kind";
import { classifyAgain, reportItem, type ClassifiedResource, type SweepRun, type Waiting } from "./sweep-run";
import type { SweepItem } from "./sweep-result";

/** @param deletable resources that the cluster provably owns and that nothing uses */
export async function removeAll(
  run: SweepRun,
  kind: SweepKind,
  deletable: readonly ClassifiedResource[],
): Promise<SweepItem[]> {
  const refusal = await run.clusterExists();
  if (refusal !== undefined) {
    // The cluster was created again in the meantime.
    const { text, fix } = refusal;
    return deletable.map((each) =>
      run.report({ ...reportItem(kind, each, "kept"), did: "failed", text, fix }),
    );
  }
  const until = Date.now() + run.waiting.maxMs;
  const unreleased = await releaseAll(run, kind, deletable);
  const items: SweepItem[] = [];
  for (const each of deletable) {
    const failure = unreleased.get(each.resource.id);
    items.push(
      failure === undefined
        ? await removeOne(run, kind, each, until)
        : { ...reportItem(kind, each, "kept"), did: "failed", ...failure },
    );
  }
  const done = await Promise.all(items.map((each) => untilGone(run, kind, each, until)));
  for (const each of done) {
    if (each.did === "deleted") run.removed.add(each.id);
    run.report(each);
  }
  return done;
}

async function releaseAll(
  run: SweepRun,
  kind: SweepKind,
  deletable: readonly ClassifiedResource[],
): Promise<ReadonlyMap<string, AwsFailure>> {
  const failures = new Map<string, AwsFailure>();
  const all = new Set(deletable.map(({ resource }) => resource.id));
  for (const { resource } of kind.release === undefined ? [] : deletable) {
    try {
      const classification = await classifyAgain(run, kind, resource.id);
      if (classification?.deletable) await kind.release?.(run.aws, resource.id, all);
    } catch (error) {
      if (!kind.gone.includes(errorName(error))) failures.set(resource.id, failureOf(error));
    }
  }
  return failures;
}

async function removeOne(
  run: SweepRun,
  kind: SweepKind,
  classified: ClassifiedResource,
  until: number,
): Promise<SweepItem> {
  const { id } = classified.resource;
  for (;;) {
    try {
      const classification = await classifyAgain(run, kind, id);
      if (classification === undefined) return reportItem(kind, classified, "was gone already");
      if (!classification.deletable) return reportItem(kind, { ...classified, classification }, "kept");
      await kind.remove(run.aws, id);
      return reportItem(kind, classified, "deleted");
    } catch (error) {
      const name = errorName(error);
      if (kind.gone.includes(name)) return reportItem(kind, classified, "was gone already");
      const passes = name === kind.passing && run.removed.size > 0;
      if (!passes || Date.now() >= until)
        return { ...reportItem(kind, classified, "kept"), did: "failed", ...failureOf(error) };
      await sleep(run.waiting.everyMs);
    }
  }
}

async function untilGone(run: SweepRun, kind: SweepKind, item: SweepItem, until: number): Promise<SweepItem> {
  if (kind.lingers === undefined || item.did !== "deleted") return item;
  for (;;) {
    try {
      const found = await unlessMissing(kind.gone, () => kind.find(run.aws, run.cluster, item.id));
      if (found === undefined || found.length === 0) return item;
      if (Date.now() >= until) return { ...item, did: "failed", ...slow(run.waiting) };
    } catch (error) {
      if (Date.now() >= until) return { ...item, did: "failed", ...failureOf(error) };
    }
    await sleep(run.waiting.everyMs);
  }
}

const slow = ({ maxMs }: Waiting): AwsFailure => ({
  text: `AWS accepted its deletion, but still lists it after ${Math.round(maxMs / 1000)} s`,
  fix: "Wait a few minutes, then run `glrunner sweep`.",
});
