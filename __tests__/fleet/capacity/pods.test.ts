import { expect, it } from "vitest";
import { Rate } from "../../../src/fleet/capacity/pods";

const passes = (rate: Rate, comes: readonly number[]) => comes.map((at) => rate.pass(at));

it("lets a burst through at once, then one after the other, and fills up again while idle", () => {
  // Two a second, three at once. The fifth takes at 11 what there is; by 12 there are two again.
  const comes = [10, 10, 10, 10, 10, 12, 12, 12];
  expect(passes(new Rate(2, 3), comes)).toEqual([10, 10, 10, 10.5, 11, 12, 12, 12.5]);
});

it("is never fuller than its burst", () => {
  expect(passes(new Rate(1, 2), [1000, 1000, 1000, 1000])).toEqual([1000, 1000, 1001, 1002]);
});

it("without a limit lets everything through when it comes", () => {
  expect(passes(new Rate(Infinity, 1), [0, 0, 7, 7])).toEqual([0, 0, 7, 7]);
});
