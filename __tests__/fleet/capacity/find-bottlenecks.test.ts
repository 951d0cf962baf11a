import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findBottlenecks, findBottleneck, isBetter } from "../../../src/fleet/capacity/find-bottlenecks";
import { capacity, capacityText, chartOf } from "../../../src/fleet/capacity";
import { resources } from "../../../src/fleet/capacity/fleet";
import { withoutLimits } from "../../../src/fleet/capacity/levers";
import { simulate } from "../../../src/fleet/capacity/simulate";
import { presets } from "../../../src/config/presets";
import { configOf, configOfYaml } from "../../support/synth";
import { fleetOf, plainFleet, type Given } from "./fleets";

const thousand = (fargateVcpuQuota: number) =>
  configOf({ ...presets.thousand.input, capacity: { fargateVcpuQuota } });

describe("the bottleneck", () => {
  it("is the limit whose removal helps most", () => {
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
        const fleet = fleetOf({ manager, hosting: { podsOfQuota, launchesPerSecond } });
        const { outcome, steps } = findBottlenecks(fleet, 100);
        const limits = steps[0]?.limits ?? [];
        if (limits.length !== 1) return true;
        const then = simulate(withoutLimits(fleet, limits, 100), 100);
        const others = resources.map((resource) => simulate(withoutLimits(fleet, [resource], 100), 100));
        return isBetter(then, outcome) && others.every((other) => !isBetter(other, then));
      }),
      { numRuns: 40 },
    );
  });

  it("of the thousand preset in a new account is the quota, then the registry, and no setting of a manager", () => {
    const [group] = capacity(thousand(6), 1000).groups;
    expect(group?.outcome.succeeded).toBe(0);
    expect(group?.steps.map(({ limits }) => limits)).toEqual([
      ["vcpu-quota"],
      ["image-pulls"],
      ["launch-rate"],
    ]);
    expect(group?.steps[0]?.change).toContain("(L-3032A538) to 511 or more");
    expect(group?.steps[0]?.outcome.succeeded).toBe(1000);
  });
});

describe("the bottleneck of a small fleet", () => {
  const limitsOf = (given: Given, jobs: number) => {
    const fleet = plainFleet(given);
    return findBottleneck(fleet, simulate(fleet, jobs));
  };

  it("is two limits if no single one helps", () => {
    const hosting = { podsOfQuota: 2, podsOfAddresses: 2, retries: true };
    // Two rounds of 300 s. Requests and intervals take less than 2% of that.
    expect(limitsOf({ hosting, job: { seconds: 300 } }, 4)).toEqual(["vcpu-quota", "addresses"]);
  });

  it("includes room for which no job waits yet", () => {
    // Two slots and room for two pods: more managers alone would not help.
    const given: Given = { manager: { concurrent: 2 }, hosting: { podsOfQuota: 2, retries: true } };
    expect(limitsOf(given, 8)).toEqual(["concurrent", "vcpu-quota"]);
  });

  it("is none if all changes together gain less than 5%", () => {
    // Half an interval of 10, 1 and 100 are 106; of 1 it is 101.5, less by 4.2%. From 20 on it is more.
    const given = (checkIntervalSeconds: number): Given => ({
      manager: { checkIntervalSeconds, requestConcurrency: 2 },
    });
    expect(limitsOf(given(10), 1)).toBeUndefined();
    expect(limitsOf(given(20), 1)).toEqual(["check-interval"]);
  });

  it("is removed, and then the next one, in at most six steps", () => {
    const fleet = plainFleet({
      manager: { concurrent: 10, cpu: 0.2 },
      hosting: {
        ...{ podsOfQuota: 5, podsOfAddresses: 10, retries: true, launchesPerSecond: 0.2, launchBurst: 1 },
      },
      registry: { pullsPerSecond: 0.3 },
      job: { seconds: 60, createCpuSeconds: 1, jobCpuSeconds: 1 },
    });
    const { outcome, steps } = findBottlenecks(fleet, 60);
    // Five at once are twelve rounds of a minute, ten are six. 60 images at 0.3 a second and a job are 260 s, 60
    // launches at 0.4 a second and a job 210 s.
    expect(steps.map(({ limits }) => limits)).toEqual([
      ["vcpu-quota"],
      ["concurrent"],
      ["launch-rate"],
      ["vcpu-quota", "addresses"],
      ["image-pulls"],
      ["launch-rate"],
    ]);
    const seconds = [outcome, ...steps.map((step) => step.outcome)].map((each) => Math.round(each.seconds));
    expect(seconds).toEqual([751, 446, 416, 401, 268, 219, 118]);
    expect(steps.map(({ before }) => before)).toEqual([
      fleet,
      ...steps.slice(0, -1).map((step) => step.fleet),
    ]);
  });
});

describe("the result", () => {
  const result = capacity(thousand(511), 1000);

  it("is a text, and a chart with a description that loads nothing", () => {
    expect(String(capacityText(result))).toContain("as configured: all 1000 succeed");
    const [svg, page] = [chartOf("a.svg")?.(result) ?? "", chartOf("a.html")?.(result) ?? ""];
    expect(svg).toMatch(/^<svg[^>]*role="img"/);
    expect(svg).toContain("prefers-color-scheme: dark");
    expect(page).toContain("default-src &#39;none&#39;");
    expect(svg + page).not.toMatch(/src=|href="(?!#)|@import|url\(/);
    expect(chartOf("a.png")).toBeUndefined();
  });

  it("is a page with the verdict, three figures, the charts and then the changes", () => {
    const page = chartOf("a.html")?.(result) ?? "";
    const places = [
      'class="verdict safe"',
      'class="figures"',
      "<svg",
      "What to change, in this order",
      "Effect: ",
      "<table",
    ].map((part) => page.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(page.match(/<dt>/g)).toHaveLength(3);
  });

  it("has the same time axis before and after the changes, with titles", () => {
    const page = chartOf("a.html")?.(result) ?? "";
    const charts = page.split("<svg").slice(1);
    expect(charts).toHaveLength(2);
    const axis = charts.map((chart) =>
      [...chart.matchAll(/text-anchor="middle"\s*>([^<]*)</g)].map(([, text]) => text),
    );
    expect(axis[0]).toEqual(axis[1]);
    expect(axis[0]?.at(-1)).toBe("time after the jobs were queued");
    for (const chart of charts) expect(chart).toMatch(/text-anchor="end"\s*>jobs</);
  });

  it("has the cost of each change around the clock", () => {
    const costs = capacity(configOfYaml(readFileSync("glrunner.yaml", "utf8")), 1000).groups.map(
      ({ steps }) =>
        steps.map(({ limits, usdPerMonth }) => [
          limits[0],
          typeof usdPerMonth === "number" ? Math.round(usdPerMonth) : usdPerMonth,
        ]),
    );
    expect(costs).toEqual([
      [
        ["vcpu-quota", 0],
        ["concurrent", 288],
        ["image-pulls", "unknown"],
        ["launch-rate", 0],
      ],
      [
        ["vcpu-quota", 0],
        ["concurrent", 324],
        ["vcpu-quota", 0],
      ],
    ]);
  });
});
