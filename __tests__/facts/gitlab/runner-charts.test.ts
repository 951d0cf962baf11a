import { describe, expect, it } from "vitest";
import { versionSets } from "../../../modules/pins";
import { runnerCharts, runnerVersion } from "../../../src/facts/gitlab/runner-charts";

describe("runner charts", () => {
  it.each(runnerCharts)("$chart installs runner $runner, by the rule too", ({ chart, runner }) => {
    expect(runnerVersion(`${chart}.0`)).toBe(runner);
  });

  it("are not known before 0.53 or of another major", () => {
    expect(runnerVersion("0.52.0")).toBeUndefined();
    expect(runnerVersion("1.0.0")).toBeUndefined();
  });

  it("of the version sets install a runner of 2026", () => {
    expect(runnerVersion(versionSets.tutorial.runnerChart)).toBe("19.1");
    expect(runnerVersion(versionSets.current.runnerChart)).toBe("19.3");
  });
});
