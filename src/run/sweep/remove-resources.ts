/**
 * Deletes the resources of one kind: releases what they use, reads each of them again just before its deletion, and
 * waits until AWS no longer lists what it deletes slowly.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { errorName, unlessMissing } from "../../clients/aws/missing";
import { failureOf, type AwsFailure } from "./failures";
import type { SweepKind } from "./kinds/kind";
import { classifyAgain, reportItem, type ClassifiedResource, type SweepRun, type Waiting } from "./sweep-run";
import type { SweepItem } from "./sweep-result";

/** Deletes resources of one kind, and waits until AWS has deleted what it deletes slowly. */
export async function removeAll(
  run: SweepRun,
  kind: SweepKind,
  going: readonly ClassifiedResource[],
): Promise<SweepItem[]> {
  const standing = await run.clusterExists();
  if (standing !== undefined) {
    // The cluster was created again in the meantime.
    const { text, fix } = standing;
    return going.map((each) => run.report({ ...reportItem(kind, each, "kept"), did: "failed", text, fix }));
  }
  const until = Date.now() + run.waiting.maxMs;
  const unreleased = await releaseAll(run, kind, going);
  const items: SweepItem[] = [];
  for (const each of going) {
    const failure = unreleased.get(each.resource.id);
    items.push(
      failure === undefined
        ? await removeOne(run, kind, each, until)
        : { ...reportItem(kind, each, "kept"), did: "failed", ...failure },
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
  run: SweepRun,
  kind: SweepKind,
  going: readonly ClassifiedResource[],
): Promise<ReadonlyMap<string, AwsFailure>> {
  const failures = new Map<string, AwsFailure>();
  const all = new Set(going.map(({ resource }) => resource.id));
  for (const { resource } of kind.release === undefined ? [] : going) {
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

async function untilGone(run: SweepRun, kind: SweepKind, gone: SweepItem, until: number): Promise<SweepItem> {
  if (kind.lingers === undefined || gone.did !== "deleted") return gone;
  for (;;) {
    try {
      const found = await unlessMissing(kind.gone, () => kind.find(run.aws, run.cluster, gone.id));
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
