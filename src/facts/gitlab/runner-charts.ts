/**
 * The GitLab Runner version that each chart version installs. The rule: the chart's minor version rises with each minor
 * version of the runner, and each major version of the runner has twelve minor versions.
 */
import type { FactTable } from "../fact-table";

export const runnerChartsTable = {
  name: "GitLab Runner of each chart version",
  readOn: "2026-11-30",
  sources: [
    "CHANGELOG and Chart.yaml history of gitlab-org/charts/gitlab-runner up to 0.86.0",
    "gitlab-org/charts/gitlab merge requests 5081 (0.88.3, 0.89.1), 5490 (0.94.0), 5507 (0.94.1)",
    "gitlab-org/charts/gitlab-runner compare v0.89.1...v0.90.0",
  ],
  lookAt: "https://gitlab.com/gitlab-org/charts/gitlab-runner/-/releases",
} as const satisfies FactTable;

interface RunnerChart {
  readonly chart: string;
  readonly runner: string;
}

/** The pairs that the sources name. All of them follow the rule. */
export const runnerCharts: readonly RunnerChart[] = [
  { chart: "0.53", runner: "16.0" },
  { chart: "0.64", runner: "16.11" },
  { chart: "0.65", runner: "17.0" },
  { chart: "0.73", runner: "17.8" },
  { chart: "0.77", runner: "18.0" },
  { chart: "0.82", runner: "18.5" },
  { chart: "0.83", runner: "18.6" },
  { chart: "0.84", runner: "18.7" },
  { chart: "0.85", runner: "18.8" },
  { chart: "0.86", runner: "18.9" },
  { chart: "0.88", runner: "18.11" },
  { chart: "0.89", runner: "19.0" },
  { chart: "0.90", runner: "19.1" },
  { chart: "0.91", runner: "19.2" },
  { chart: "0.92", runner: "19.3" },
  { chart: "0.94", runner: "19.5" },
];

/** The first chart that grants a manager its rights in the jobs' namespace (`runners.jobNamespace`). */
export const oldestRunnerChart = "0.84.0";
/** The first chart with `metrics.podMonitor`. Source: CHANGELOG of the chart, v0.85.0, merge request 533. */
export const firstPodMonitorChart = "0.85.0";
/**
 * The first chart whose runner (18.11) keeps pause pods (`[runners.kubernetes.autoscaler]`). The runner's documentation
 * names 18.10, but the code is in v18.11.0 and not in v18.10.1. Source: gitlabhq/gitlab-runner, executors/kubernetes/autoscaler, read 2026-11-30.
 */
export const firstPausePodChart = "0.88.0";
/** The newest minor version that a source names. */
export const newestRunnerChart = "0.94";

const minorsPerMajor = 12;

/** The runner's minor version by the rule; undefined before chart 0.53 and for another major version of the chart. */
export function runnerVersion(chart: string): string | undefined {
  const [major, minor] = chart.split(".").map(Number);
  if (major !== 0 || minor === undefined || minor < 53) return undefined;
  const count = minor - 53;
  return `${16 + Math.floor(count / minorsPerMajor)}.${count % minorsPerMajor}`;
}
