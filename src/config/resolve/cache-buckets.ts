/** The cache buckets that glrunner creates. Each is listed once, even if several runners use it. */
import type { Config } from "../config";

/** A cache bucket that glrunner creates. */
export interface CreatedBucket {
  readonly name: string;
  readonly expireDays: number;
  /** Whether a destroy deletes the objects. */
  readonly deleteObjects: boolean;
}

const defaultExpireDays = 30;

/** The buckets of all runners with `cache.create`. */
export function createdBuckets({ runners }: Pick<Config, "runners">): readonly CreatedBucket[] {
  const found = new Map<string, CreatedBucket>();
  for (const { cache } of runners) {
    if (cache?.create !== true || found.has(cache.bucket)) continue;
    const { bucket: name, expireDays = defaultExpireDays, deleteObjects = false } = cache;
    found.set(name, { name, expireDays, deleteObjects });
  }
  return [...found.values()];
}
