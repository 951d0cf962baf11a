/** Warm capacity: nodes to keep ready, large enough for jobs, and a runner chart that keeps pause pods. */
import type { FleetEntry } from "../input/parse-sections";
import type { Path } from "../paths";
import { suggestion } from "../input/suggestion";
import { firstPausePodChart } from "../../facts/gitlab/runner-charts";
import { compareVersions } from "../../facts/version-order";
import { publishedPool } from "../resolve/published-manifests";
import { resolveVersions } from "../resolve/versions";
import { isTimezone, jobPod, jobsPerPausePod, maxWarmJobs, minutesOf } from "../resolve/warm";
import type { NodePoolConfig } from "../schema/addons";
import type { Warm } from "../schema/warm";
import { needs, type Findings, type Rule } from "./rule";

export const warmCapacity: Rule = needs(["versions", "addons", "fleet"], ({ versions, addons, fleet }) =>
  fleet.map((entry) => {
    const { runner, index } = entry;
    const { warm } = runner;
    if (warm === undefined) return undefined;
    const path = ["runners", index, "warm"];
    if (runner.compute === "fargate") {
      return {
        code: "warm-on-fargate",
        path,
        value: "fargate",
        message:
          "each Fargate pod gets a machine of its own when it starts, so there is no node to keep warm",
        allowed: "warm with compute spot, spot-first or on-demand",
        fix: "remove warm, or use a compute class with nodes",
      };
    }
    const chart = resolveVersions(versions).runnerChart;
    const pools = addons.karpenter.nodePools;
    const name = runner.nodePool ?? runner.compute;
    const pool =
      versions.set === "tutorial" ? publishedPool : Object.hasOwn(pools, name) ? pools[name] : undefined;
    return [
      compareVersions(chart, firstPausePodChart) < 0 && {
        code: "warm-runner-chart",
        path,
        value: chart,
        message: `the GitLab Runner of chart ${chart} keeps no pause pods`,
        allowed: `warm with a chart from ${firstPausePodChart} on`,
        fix: "raise versions.runnerChart, or remove warm",
      },
      windows(path, warm),
      pool !== undefined && sizes(entry, warm, name, pool),
    ];
  }),
);

function windows(path: Path, { schedule }: Warm): Findings {
  return schedule.map(({ from, to, timezone }, at) => [
    minutesOf(to) <= minutesOf(from) && {
      code: "warm-window-empty",
      path: [...path, "schedule", at, "to"],
      value: to,
      message: `the window from ${from} to ${to} is empty: a window must end on the day on which it starts`,
      allowed: `a time after ${from}, at most 24:00`,
      fix: "split a window over midnight into two: until 24:00, and from 00:00 on the next day",
    },
    !isTimezone(timezone) && unknownZone([...path, "schedule", at, "timezone"], timezone),
  ]);
}

function unknownZone(path: Path, value: string): Findings {
  const near = suggestion(value, Intl.supportedValuesOf("timeZone"));
  return {
    code: "warm-timezone-unknown",
    path,
    value,
    message: "the time zone does not exist",
    allowed: "a name of the IANA database, such as Europe/Berlin, or UTC",
    fix: near === undefined ? "use the time zone of your teams" : `use ${near}`,
  };
}

type Pool = { readonly [K in "cpus" | "instanceCategories" | "maxCpu"]: Readonly<NodePoolConfig[K]> };

function sizes({ index, runner }: FleetEntry, warm: Warm, name: string, pool: Pool): Findings {
  const path = ["runners", index, "warm"];
  const jobs = maxWarmJobs(warm);
  const cpu = Math.round(jobs * jobPod(runner.job).cpu * 1000) / 1000;
  return [
    jobs > runner.concurrent && {
      code: "warm-over-concurrent",
      path,
      value: jobs,
      message: `warm keeps room for ${jobs} jobs, but the runner runs at most ${runner.concurrent} at once`,
      allowed: `at most ${runner.concurrent}`,
      fix: "keep room for fewer jobs, or raise concurrent",
    },
    cpu > pool.maxCpu && {
      code: "warm-exceeds-pool",
      path,
      value: jobs,
      message: `${jobs} jobs request ${cpu} vCPU, but the nodes of ${name} together have at most ${pool.maxCpu}`,
      allowed: `as many jobs as fit into ${pool.maxCpu} vCPU`,
      fix: `keep room for fewer jobs, or raise addons.karpenter.nodePools.${name}.maxCpu`,
    },
    jobs > 0 &&
      jobsPerPausePod(pool, runner.job) === 0 && {
        code: "warm-node-too-small",
        path,
        value: pool.cpus,
        message: `the smallest node of ${name} has room for a pause pod, which is as large as the build container, but not for a whole job`,
        allowed: "node sizes that have room for a job",
        fix: `remove the smallest sizes from addons.karpenter.nodePools.${name}.cpus`,
      },
  ];
}
