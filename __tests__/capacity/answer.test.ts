import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answer, isBetter } from "../../src/capacity/answer";
import { capacity, capacityText, chartOf } from "../../src/capacity";
import { resources } from "../../src/capacity/fleet";
import { relieved } from "../../src/capacity/relief";
import { simulate } from "../../src/capacity/simulate";
import { compareWithTutorial } from "../../src/capacity/tutorial";
import { tutorialText } from "../../src/capacity/text";
import { presets } from "../../src/config/presets";
import { configOf } from "../support/synth";
import { fleetOf } from "./fleets";

const thousand = (fargateVcpuQuota: number) =>
  configOf({ ...presets.thousand.input, capacity: { fargateVcpuQuota } });

describe("the bottleneck", () => {
  it("is the one whose relief helps, and none helps more", () => {
    const cases = fc.record({
      rc: fc.integer({ min: 1, max: 10 }),
      cpu: fc.constantFrom(0.1, 0.25, 1),
      podsOfQuota: fc.integer({ min: 5, max: 150 }),
      launchesPerSecond: fc.integer({ min: 1, max: 20 }),
      pollTimeoutSeconds: fc.constantFrom(60, 90, 600),
    });
    fc.assert(
      fc.property(cases, ({ rc, cpu, podsOfQuota, launchesPerSecond, pollTimeoutSeconds }) => {
        const manager = { requestConcurrency: rc, cpu, pollTimeoutSeconds };
        const fleet = fleetOf({ manager, place: { podsOfQuota, launchesPerSecond } });
        const { outcome, steps } = answer(fleet, 100);
        const limits = steps[0]?.limits ?? [];
        if (limits.length !== 1) return true;
        const then = simulate(relieved(fleet, limits, 100), 100);
        const others = resources.map((resource) => simulate(relieved(fleet, [resource], 100), 100));
        return isBetter(then, outcome) && others.every((other) => !isBetter(other, then));
      }),
      { numRuns: 40 },
    );
  });

  it("of the preset of a thousand in a new account is the quota, then the registry, and no setting of a manager", () => {
    const [group] = capacity(thousand(6), 1000).groups;
    // Its managers are on nodes, so all 6 vCPU are for jobs.
    expect(group?.outcome.succeeded).toBe(12);
    expect(group?.steps.map(({ limits }) => limits)).toEqual([
      ["vcpu-quota"],
      ["image-pulls"],
      ["launch-rate"],
    ]);
    expect(group?.steps[0]?.change).toContain("(L-3032A538) to 500 or more");
    expect(group?.steps[0]?.outcome.succeeded).toBe(1000);
  });
});

describe("the tutorial's points", () => {
  it("are told with their distance and with what would explain it", () => {
    const compared = compareWithTutorial(thousand(500).capacity);
    process.stdout.write(tutorialText(compared));
    expect(compared.points.map(({ distance }) => distance && Math.round(distance * 100))).toEqual([
      13,
      -31,
      undefined,
    ]);
    expect(compared.points.map(({ lost }) => lost)).toEqual([0, 0, 600]);
    expect(compared.explanations.map(({ what }) => what)).toEqual(["gitlabJobsPerSecond", "jobCpuSeconds"]);
  });
});

describe("the answer", () => {
  const result = capacity(thousand(500), 1000);

  it("is a text, and a chart that loads nothing and says in words what it shows", () => {
    expect(capacityText(result)).toContain("as configured: all 1000 succeed");
    const [svg, page] = [chartOf("a.svg")?.(result) ?? "", chartOf("a.html")?.(result) ?? ""];
    expect(svg).toMatch(/^<svg[^>]*role="img"/);
    expect(svg).toContain("prefers-color-scheme: dark");
    expect(page).toContain("default-src &#39;none&#39;");
    expect(svg + page).not.toMatch(/(src|href)=|@import|url\(/);
    expect(chartOf("a.png")).toBeUndefined();
  });
});
