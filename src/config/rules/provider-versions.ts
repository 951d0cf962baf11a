/** Providers within what the pinned modules work with, and the runner chart within what we write values for. */
import { problem, type Problem } from "../input/problems";
import { providerRanges } from "../../facts/programs/provider-ranges";
import { newestRunnerChart, oldestRunnerChart, runnerVersion } from "../../facts/gitlab/runner-charts";
import { compareVersions, inRange } from "../../facts/version-order";
import { resolveVersions } from "../resolve/versions";
import { needs, type Rule } from "./rule";

export const providerVersions: Rule = needs(["versions"], ({ versions }) =>
  Object.entries(versions.providers).flatMap(([name, version]) => {
    const range = Object.entries(providerRanges).find(([provider]) => provider === name)?.[1];
    if (range === undefined || inRange(version, range.from, range.below)) return [];
    return [
      problem({
        code: "provider-unfit",
        path: ["versions", "providers", name],
        value: version,
        message: `the pinned modules do not support this version: ${range.reason}`,
        allowed: `${range.from} to below ${range.below}`,
        fix: "remove the key to get the tested version",
      }),
    ];
  }),
);

function chartProblem(chart: string): readonly Problem[] {
  const path = ["versions", "runnerChart"];
  if (compareVersions(chart, oldestRunnerChart) < 0) {
    const message = "charts of this age have a different format of values";
    const allowed = `${oldestRunnerChart} or newer`;
    return [
      problem({ code: "runner-chart-too-old", path, value: chart, message, allowed, fix: "remove the key" }),
    ];
  }
  const newer = compareVersions(chart.split(".").slice(0, 2).join("."), newestRunnerChart) > 0;
  if (!newer && runnerVersion(chart) !== undefined) return [];
  return [
    problem({
      code: "runner-chart-unverified",
      path,
      value: chart,
      message: `this chart is newer than any that glrunner was checked with; it should install runner ${runnerVersion(chart) ?? "of unknown version"}`,
      allowed: `${oldestRunnerChart} to ${newestRunnerChart}, checked`,
      fix: "try it on a cluster of your own first",
    }),
  ];
}

export const runnerChart: Rule = needs(["versions"], ({ versions }) =>
  chartProblem(resolveVersions(versions).runnerChart),
);
