/** Cache buckets that glrunner creates: each decision about them is explicit, and there is one for each bucket. */
import type { Path } from "../paths";
import { problem, type Problem } from "../input/problems";
import type { RunnerConfig } from "../schema/runners";
import { needs, type Rule } from "./rule";

type Cache = NonNullable<RunnerConfig["cache"]>;

export const createdBuckets: Rule = needs(["fleet"], ({ fleet }, { raw }) => {
  const cached = fleet.flatMap(({ index, runner: { cache } }) =>
    cache === undefined ? [] : [{ index, cache }],
  );
  return cached.flatMap(({ index, cache }) => {
    const path: Path = ["runners", index, "cache"];
    const own = cache.create ? created(cache, path, raw.region) : notCreated(cache, path);
    const first = cached.find((other) => other.cache.bucket === cache.bucket);
    return first === undefined || first.index === index
      ? own
      : [...own, ...differing(cache, first.cache, first.index, path)];
  });
});

function created(
  { bucket, deleteObjects, region }: Cache,
  path: Path,
  clusterRegion: unknown,
): readonly Problem[] {
  const problems: Problem[] = [];
  if (deleteObjects === undefined) {
    problems.push(
      problem({
        code: "cache-delete-objects",
        path: [...path, "deleteObjects"],
        value: undefined,
        message: `deleteObjects is not set, so it is unknown whether a destroy may delete the objects in ${bucket}`,
        allowed:
          "true: a destroy deletes the bucket with its objects; false: a destroy stops if the bucket has objects",
        fix: "set deleteObjects: true if the bucket holds nothing but this cache",
      }),
    );
  }
  if (region !== undefined && region !== clusterRegion) {
    problems.push(
      problem({
        code: "cache-region",
        path: [...path, "region"],
        value: region,
        message: "glrunner creates a bucket in the Region of the cluster only",
        allowed: "the Region of the cluster",
        fix: "remove region, or create the bucket yourself and remove create",
      }),
    );
  }
  return problems;
}

function notCreated(cache: Cache, path: Path): readonly Problem[] {
  return (["expireDays", "deleteObjects"] as const)
    .filter((key) => cache[key] !== undefined)
    .map((key) =>
      problem({
        code: "cache-not-created",
        path: [...path, key],
        value: cache[key],
        message: `${cache.bucket} is not created by glrunner, so this key would have no effect`,
        allowed: "only together with create: true",
        fix: `set create: true, or remove ${key}`,
      }),
    );
}

function differing(cache: Cache, first: Cache, index: number, path: Path): readonly Problem[] {
  return (["create", "expireDays", "deleteObjects"] as const)
    .filter((key) => cache[key] !== first[key])
    .map((key) =>
      problem({
        code: "cache-differs",
        path: [...path, key],
        value: cache[key],
        message: `runners[${index}] names the same bucket with ${key}: ${String(first[key] ?? "not set")}`,
        allowed: "the same settings for each runner of a bucket",
        fix: "set the same create, expireDays and deleteObjects for both",
      }),
    );
}
