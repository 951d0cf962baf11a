/** Provider versions that the pinned modules support, and runner charts whose values glrunner can write. */
import { providerRanges } from "../../facts/programs/provider-ranges";
import { newestRunnerChart, oldestRunnerChart, runnerVersion } from "../../facts/gitlab/runner-charts";
import { compareVersions, inRange } from "../../facts/version-order";
import { resolveVersions } from "../resolve/versions";
import { needs, type Rule } from "./rule";

export const providerVersions: Rule = needs(["versions"], ({ versions }) =>
  Object.entries(versions.providers).map(([name, version]) => {
    const range = Object.entries(providerRanges).find(([provider]) => provider === name)?.[1];
    if (range === undefined || inRange(version, range.from, range.below)) return undefined;
    return {
      code: "provider-unfit",
      path: ["versions", "providers", name],
      value: version,
      message: `the pinned modules do not support this version: ${range.reason}`,
      allowed: `${range.from} to below ${range.below}`,
      fix: "remove the key to get the tested version",
    };
  }),
);

export const runnerChart: Rule = needs(["versions"], ({ versions }) => {
  const chart = resolveVersions(versions).runnerChart;
  const given = { path: ["versions", "runnerChart"], value: chart };
  if (compareVersions(chart, oldestRunnerChart) < 0) {
    return {
      ...given,
      code: "runner-chart-too-old",
      message: "charts of this age have a different format of values",
      allowed: `${oldestRunnerChart} or newer`,
      fix: "remove the key",
    };
  }
  const newer = compareVersions(chart.split(".").slice(0, 2).join("."), newestRunnerChart) > 0;
  if (!newer && runnerVersion(chart) !== undefined) return undefined;
  return {
    ...given,
    code: "runner-chart-unverified",
    message: `this chart is newer than any that glrunner was checked with; it should install runner ${runnerVersion(chart) ?? "of unknown version"}`,
    allowed: `${oldestRunnerChart} to ${newestRunnerChart}, checked`,
    fix: "try it on a cluster of your own first",
  };
});
