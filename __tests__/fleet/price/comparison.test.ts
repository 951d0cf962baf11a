import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatted } from "../../../src/config/docs/generated";
import { compared, comparison } from "../../../src/fleet/price/comparison";
import { comparisonChart, withComparison } from "../../../src/fleet/price/comparison-page";

const rows = comparison();
const [fargate, cold, warm, spotFirst] = rows;

describe("the comparison", () => {
  it("has four kinds of compute on which all jobs succeed", () => {
    expect(rows).toHaveLength(4);
    for (const { firstSeconds, lastSeconds, usd } of rows) {
      expect(firstSeconds).toBeGreaterThan(0);
      expect(lastSeconds).toBeGreaterThan(firstSeconds);
      expect(Number(usd)).toBeGreaterThan(0);
    }
    // A thousand pods of 1 vCPU and 2 GB for a minute: 1000 x 0.04937 / 60.
    expect(fargate?.usd).toBeCloseTo(0.8228, 4);
  });

  it("has earlier starts on warm nodes than on cold nodes", () => {
    expect(warm?.firstSeconds).toBeLessThan((cold?.firstSeconds ?? 0) - 55);
    expect(warm?.lastSeconds).toBeLessThanOrEqual(cold?.lastSeconds ?? 0);
    expect(Number(warm?.warmUsd)).toBeGreaterThan(0);
    expect(cold?.warmUsd).toBe(0);
  });

  it("has spot-first with on-demand instances, at most as expensive as on-demand", () => {
    expect(spotFirst?.lastSeconds).toBe(cold?.lastSeconds);
    expect(spotFirst?.atMost).toBe(cold?.usd);
    expect(spotFirst?.usd).toBeCloseTo((Number(cold?.usd) * compared.spotPercent) / 100, 9);
  });

  it("is up to date in docs/capacity.md: if not, run `npm run docs`", async () => {
    const page = readFileSync("docs/capacity.md", "utf8");
    expect((await formatted("docs/capacity.md", withComparison(page, rows))).text).toBe(page);
    expect(readFileSync("docs/images/comparison.svg", "utf8")).toBe(comparisonChart(rows));
    expect(() => withComparison("no place", rows)).toThrow("lacks");
  });
});
