import { describe, expect, it } from "vitest";
import { versionSets } from "../../../modules/pins";
import { runnerCharts, runnerVersion } from "../../../src/facts/gitlab/runner-charts";

describe("runnerVersion", () => {
  it.each(runnerCharts)("calculates runner $runner for chart $chart", ({ chart, runner }) => {
    expect(runnerVersion(`${chart}.0`)).toBe(runner);
  });

  it("is undefined before 0.53 and for another major version", () => {
    expect(runnerVersion("0.52.0")).toBeUndefined();
    expect(runnerVersion("1.0.0")).toBeUndefined();
  });

  it("knows the runner of each version set", () => {
    expect(runnerVersion(versionSets.tutorial.runnerChart)).toBe("19.1");
    expect(runnerVersion(versionSets.current.runnerChart)).toBe("19.3");
  });
});
