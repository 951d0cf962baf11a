import { describe, expect, it } from "vitest";
import { createdBuckets } from "../../../src/config/resolve/cache-buckets";
import { configOf, found, runner } from "../samples";

type Cache = Readonly<Record<string, unknown>>;
const codes = (...caches: readonly Cache[]) =>
  found({ runners: caches.map((cache, index) => runner({ name: `r${index}`, cache })) });
const created = { bucket: "ci-cache", create: true, deleteObjects: true };

describe("a cache bucket that glrunner creates", () => {
  it("needs an explicit decision about its objects", () => {
    expect(codes(created)).toEqual([]);
    expect(codes({ ...created, deleteObjects: false })).toEqual([]);
    expect(codes({ bucket: "ci-cache", create: true })).toEqual([
      "cache-delete-objects runners[0].cache.deleteObjects",
    ]);
  });

  it("is in the cluster's Region", () => {
    expect(codes({ ...created, region: "us-west-2" })).toEqual([]);
    expect(codes({ ...created, region: "eu-west-1" })).toEqual(["cache-region runners[0].cache.region"]);
  });

  it("is required by some settings", () => {
    expect(codes({ bucket: "ci-cache", expireDays: 3, deleteObjects: false })).toEqual([
      "cache-not-created runners[0].cache.expireDays",
      "cache-not-created runners[0].cache.deleteObjects",
    ]);
  });

  it("has the same settings for all of its runners", () => {
    expect(codes(created, created)).toEqual([]);
    expect(codes(created, { ...created, bucket: "other", expireDays: 3 })).toEqual([]);
    expect(codes(created, { ...created, expireDays: 3 })).toEqual([
      "cache-differs runners[1].cache.expireDays",
    ]);
    expect(codes(created, { bucket: "ci-cache" })).toEqual([
      "cache-differs runners[1].cache.create",
      "cache-differs runners[1].cache.deleteObjects",
    ]);
  });

  it("is listed once, with 30 days by default", () => {
    const runners = [runner({ cache: created }), runner({ name: "b", cache: created })];
    expect(createdBuckets(configOf({ runners }))).toEqual([
      { name: "ci-cache", expireDays: 30, deleteObjects: true },
    ]);
    const existing = [runner({ cache: { bucket: "ci-cache" } })];
    expect(createdBuckets(configOf({ runners: existing }))).toEqual([]);
  });
});
