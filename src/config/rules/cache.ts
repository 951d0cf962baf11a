/** Cache buckets that glrunner creates: their settings are explicit, and the same for all runners of a bucket. */
import type { Path } from "../paths";
import type { RunnerConfig } from "../schema/runners";
import { needs, type Findings, type Rule } from "./rule";

type Cache = NonNullable<RunnerConfig["cache"]>;

export const createdBuckets: Rule = needs(["fleet"], ({ fleet }, { raw }) => {
  const caches = fleet.flatMap(({ index, runner: { cache } }) =>
    cache === undefined ? [] : [{ index, cache }],
  );
  return caches.map(({ index, cache }) => {
    const path: Path = ["runners", index, "cache"];
    const first = caches.find((other) => other.cache.bucket === cache.bucket);
    return [
      cache.create ? created(cache, path, raw.region) : notCreated(cache, path),
      first !== undefined && first.index !== index && differing(cache, first.cache, first.index, path),
    ];
  });
});

function created({ bucket, deleteObjects, region }: Cache, path: Path, clusterRegion: unknown): Findings {
  return [
    deleteObjects === undefined && {
      code: "cache-delete-objects",
      path: [...path, "deleteObjects"],
      message: `deleteObjects is not set, so it is unknown whether a destroy may delete the objects in ${bucket}`,
      allowed:
        "true: a destroy deletes the bucket with its objects; false: a destroy stops if the bucket has objects",
      fix: "set deleteObjects: true if the bucket holds nothing but this cache",
    },
    region !== undefined &&
      region !== clusterRegion && {
        code: "cache-region",
        path: [...path, "region"],
        value: region,
        message: "glrunner creates buckets only in the Region of the cluster",
        allowed: "the Region of the cluster",
        fix: "remove region, or create the bucket yourself and remove create",
      },
  ];
}

function notCreated(cache: Cache, path: Path): Findings {
  return (["expireDays", "deleteObjects"] as const)
    .filter((key) => cache[key] !== undefined)
    .map((key) => ({
      code: "cache-not-created",
      path: [...path, key],
      value: cache[key],
      message: `glrunner does not create ${cache.bucket}, so this key has no effect`,
      allowed: "only together with create: true",
      fix: `set create: true, or remove ${key}`,
    }));
}

function differing(cache: Cache, first: Cache, index: number, path: Path): Findings {
  return (["create", "expireDays", "deleteObjects"] as const)
    .filter((key) => cache[key] !== first[key])
    .map((key) => ({
      code: "cache-differs",
      path: [...path, key],
      value: cache[key],
      message: `runners[${index}] names the same bucket with ${key}: ${String(first[key] ?? "not set")}`,
      allowed: "the same settings for all runners of a bucket",
      fix: "set the same create, expireDays and deleteObjects for both",
    }));
}
