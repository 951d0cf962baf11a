import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { presets } from "../../../src/config/presets";
import { durationOf } from "../../../src/fleet/capacity/labels";
import { configOf } from "../../support/synth";
import { compareWithTutorial } from "./tutorial";

const { points, explanations } = compareWithTutorial(configOf(presets.thousand.input).capacity);

it("the model is 13% above the tutorial's first figure and 31% below its second; in the third, jobs hang", () => {
  const percents = points.map(({ distance }) => distance && Math.round(distance * 100));
  expect(percents).toEqual([13, -31, undefined]);
  expect(points.map(({ lost }) => lost)).toEqual([0, 0, 600]);
});

it("two assumptions could explain the second figure", () => {
  expect(explanations.map(({ what }) => what)).toEqual(["gitlabJobsPerSecond", "jobCpuSeconds"]);
});

it("docs/capacity.md shows these figures", () => {
  const page = readFileSync("docs/capacity.md", "utf8");
  for (const { seconds, lost } of points) {
    expect(page).toContain(lost > 0 ? `${lost} jobs never end` : durationOf(seconds));
  }
});
