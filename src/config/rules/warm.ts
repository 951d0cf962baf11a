/** Warm capacity: where there are nodes to keep, of a size that holds jobs, and a runner that keeps them. */
import type { FleetEntry } from "../input/parse-sections";
import { problem, type Problem } from "../input/problems";
import { suggestion } from "../input/suggestion";
import { firstPausePodChart } from "../../facts/gitlab/runner-charts";
import { compareVersions } from "../../facts/version-order";
import { publishedPool } from "../resolve/published-manifests";
import { resolveVersions } from "../resolve/versions";
import { isTimezone, jobPod, jobsPerPausePod, minutesOf, warmest } from "../resolve/warm";
import type { Warm } from "../schema/warm";
import { needs, type Rule } from "./rule";

type Path = readonly (string | number)[];

export const warmCapacity: Rule = needs(["versions", "addons", "fleet"], ({ versions, addons, fleet }) =>
  fleet.flatMap((entry): readonly Problem[] => {
    const { runner, index } = entry;
    const { warm } = runner;
    if (warm === undefined) return [];
    const path = ["runners", index, "warm"];
    if (runner.compute === "fargate") return [onFargate(path)];
    const chart = resolveVersions(versions).runnerChart;
    const pools = addons.karpenter.nodePools;
    const name = runner.nodePool ?? runner.compute;
    const pool =
      versions.set === "tutorial" ? publishedPool : Object.hasOwn(pools, name) ? pools[name] : undefined;
    return [
      ...(compareVersions(chart, firstPausePodChart) < 0 ? [oldChart(path, chart)] : []),
      ...windows(path, warm),
      ...(pool === undefined ? [] : sizes(entry, warm, { ...pool, name })),
    ];
  }),
);

function onFargate(path: Path): Problem {
  return problem({
    code: "warm-on-fargate",
    path,
    value: "fargate",
    message: "on Fargate each pod gets a machine of its own when it starts, so there is no node to keep warm",
    allowed: "warm with compute spot, spot-first or on-demand",
    fix: "remove warm, or use a compute class with nodes",
  });
}

function oldChart(path: Path, chart: string): Problem {
  return problem({
    code: "warm-runner-chart",
    path,
    value: chart,
    message: `the GitLab Runner of chart ${chart} keeps no pause pods`,
    allowed: `warm with a chart from ${firstPausePodChart} on`,
    fix: "raise versions.runnerChart, or remove warm",
  });
}

function windows(path: Path, { schedule }: Warm): readonly Problem[] {
  return schedule.flatMap(({ from, to, timezone }, at) => [
    ...(minutesOf(to) > minutesOf(from)
      ? []
      : [
          problem({
            code: "warm-window-empty",
            path: [...path, "schedule", at, "to"],
            value: to,
            message: `the window from ${from} to ${to} is empty: a window must end on the day on which it starts`,
            allowed: `a time after ${from}, at most 24:00`,
            fix: "split a window over midnight into two: until 24:00, and from 00:00 on the next day",
          }),
        ]),
    ...(isTimezone(timezone) ? [] : [unknownZone([...path, "schedule", at, "timezone"], timezone)]),
  ]);
}

function unknownZone(path: Path, value: string): Problem {
  const near = suggestion(value, Intl.supportedValuesOf("timeZone"));
  return problem({
    code: "warm-timezone-unknown",
    path,
    value,
    message: "the time zone does not exist",
    allowed: "a name of the IANA database, such as Europe/Berlin, or UTC",
    fix: near === undefined ? "use a time zone of your teams" : `use ${near}`,
  });
}

interface Pool {
  readonly name: string;
  readonly cpus: readonly number[];
  readonly instanceCategories: readonly string[];
  readonly maxCpu: number;
}

function sizes({ index, runner }: FleetEntry, warm: Warm, pool: Pool): readonly Problem[] {
  const path = ["runners", index, "warm"];
  const most = warmest(warm);
  const cpu = Math.round(most * jobPod(runner.job).cpu * 1000) / 1000;
  const where = `addons.karpenter.nodePools.${pool.name}`;
  return [
    ...(most > runner.concurrent
      ? [
          problem({
            code: "warm-over-concurrent",
            path,
            value: most,
            message: `warm keeps room for ${most} jobs, but the runner runs at most ${runner.concurrent} at once`,
            allowed: `at most ${runner.concurrent}`,
            fix: "keep room for fewer jobs, or raise concurrent",
          }),
        ]
      : []),
    ...(cpu > pool.maxCpu
      ? [
          problem({
            code: "warm-exceeds-pool",
            path,
            value: most,
            message: `${most} jobs ask for ${cpu} vCPU, and the nodes of ${pool.name} have ${pool.maxCpu} together`,
            allowed: `as many jobs as fit into ${pool.maxCpu} vCPU`,
            fix: `keep room for fewer jobs, or raise ${where}.maxCpu`,
          }),
        ]
      : []),
    ...(most > 0 && jobsPerPausePod(pool, runner.job) === 0
      ? [
          problem({
            code: "warm-node-too-small",
            path,
            value: pool.cpus,
            message: `the smallest node of ${pool.name} has room for a pause pod, which is as large as the build container, but not for a whole job`,
            allowed: "node sizes that have room for a job",
            fix: `remove the smallest sizes from ${where}.cpus`,
          }),
        ]
      : []),
  ];
}
