/**
 * The size and settings of a runner's manager pod, derived from the number of concurrent jobs. Settings of the configuration
 * win, field by field.
 *
 * 1. GitLab's formula: requests of 10m + 6m a job of CPU and 50 MB + 2.5 MB a job of memory, and limits that are 50% and
 *    100% higher (gitlab-org/gitlab doc/topics/runner_fleet_design_guides/gitlab_runner_manager_performance.md).
 * 2. Fargate needs requests equal to limits, so there the limits are the requests.
 * 3. At least 1 vCPU and 1 GiB for 200 jobs: with less, 300 jobs stalled in a measurement. The chart's default has no
 *    resources, so Fargate would use its smallest size, which held 200 jobs slowly and could not hold 300.
 */
import type { PodSize } from "../placement/bin-packing";
import type { Placement } from "../schema/cluster";
import type { RunnerConfig } from "../schema/runners";
import { awsLimits } from "../../facts/limits";
import { fargateSize, requestableMiB } from "../../facts/aws/fargate";
import { toMiB } from "../units";

/**
 * CPU and memory that a manager requests. With many jobs the measured memory exceeds the formula; CPU never does. On nodes the
 * requested CPU is not a limit: a manager may use idle CPU of the node.
 */
export function managerNeeds(concurrent: number, placement: Placement): PodSize {
  const milliCpu = (placement === "fargate" ? 1.5 : 1) * (10 + 6 * concurrent);
  const formulaMiB = 2 * (50 + 2.5 * concurrent);
  const measuredMiB = (1024 / 200) * concurrent;
  return { cpu: Math.ceil(milliCpu) / 1000, memoryMiB: Math.ceil(Math.max(formulaMiB, measuredMiB)) };
}

/**
 * Concurrent job requests. With one, GitLab assigned 200 jobs in 42 s, with ten in 15 s. More than fifty change nothing,
 * because a chain of requests starts only once per check interval.
 */
export function requestConcurrency(concurrent: number): number {
  return Math.min(50, Math.max(10, Math.ceil(concurrent / 10)));
}

/**
 * Seconds that a job may wait for its pod: four times the sum of a cold start, the time in which Fargate launches that many
 * pods, and the time in which ECR Public serves that many images. Four times, because other runners of the account share the
 * rates. The size of the whole fleet does not count, because adding a runner would then restart every other manager.
 */
export function pollTimeoutSeconds(concurrent: number): number {
  const coldStart = 120;
  const launch = concurrent / awsLimits.fargateLaunchesPerSecond;
  const pull = concurrent / awsLimits.ecrPublicPullsPerSecond;
  return Math.ceil((4 * (coldStart + launch + pull)) / 10) * 10;
}

type ManagerInput = RunnerConfig["manager"];

/** On Fargate, a value that is not configured is raised to the Fargate size that the pod pays for anyway. */
function sized(given: ManagerInput, needs: PodSize, placement: Placement): { cpu: number; memory: string } {
  const cpu = given.cpu ?? needs.cpu;
  const memoryMiB = given.memory === undefined ? needs.memoryMiB : toMiB(given.memory);
  const size = placement === "fargate" ? fargateSize({ cpu, memoryMiB }) : undefined;
  // A rule refuses a runner for which no Fargate size is large enough.
  if (size === undefined) return { cpu, memory: given.memory ?? `${memoryMiB}Mi` };
  return { cpu: given.cpu ?? size.vcpu, memory: given.memory ?? `${requestableMiB(size)}Mi` };
}

/** Fills in the settings of a manager that the configuration does not set. */
export function resolveManager(runner: Pick<RunnerConfig, "concurrent" | "manager">, placement: Placement) {
  const { concurrent, manager: given } = runner;
  return {
    ...given,
    ...sized(given, managerNeeds(concurrent, placement), placement),
    requestConcurrency: given.requestConcurrency ?? requestConcurrency(concurrent),
    checkIntervalSeconds: given.checkIntervalSeconds ?? 1,
    pollTimeoutSeconds: given.pollTimeoutSeconds ?? pollTimeoutSeconds(concurrent),
    shutdownTimeoutSeconds: given.shutdownTimeoutSeconds ?? 3600,
  };
}

/** The options of `manager`, with a value for each one whose default glrunner calculates. */
export type Manager = ReturnType<typeof resolveManager>;
