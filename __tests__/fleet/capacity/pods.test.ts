import { expect, it } from "vitest";
import { Rate } from "../../../src/fleet/capacity/pods";

const passes = (rate: Rate, comes: readonly number[]) => comes.map((at) => rate.pass(at));

it("allows a burst, then one request after the other, and refills while idle", () => {
  // Two a second, three at once. The fifth request uses the last one at 11; at 12 there are two again.
  const comes = [10, 10, 10, 10, 10, 12, 12, 12];
  expect(passes(new Rate(2, 3), comes)).toEqual([10, 10, 10, 10.5, 11, 12, 12, 12.5]);
});

it("never allows more than its burst", () => {
  expect(passes(new Rate(1, 2), [1000, 1000, 1000, 1000])).toEqual([1000, 1000, 1001, 1002]);
});

it("allows every request at once without a limit", () => {
  expect(passes(new Rate(Infinity, 1), [0, 0, 7, 7])).toEqual([0, 0, 7, 7]);
});
