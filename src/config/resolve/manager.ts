/**
 * The size and settings of a runner's manager pod, from how many jobs it serves at once. What the configuration
 * gives wins, field by field.
 *
 * Size: GitLab's formula is 10m + 6m a job of CPU and 50 MB + 2.5 MB a job of memory, with limits of +50% and
 * +100% (gitlab-org/gitlab doc/topics/runner_fleet_design_guides/gitlab_runner_manager_performance.md). Fargate
 * wants requests equal to limits, so the limits are what is asked for; never less than 1 vCPU and 1 GiB for 200
 * jobs, below which 300 jobs were measured to stall. The chart's own default, no resources at all, gets Fargate's
 * smallest size: it holds 200 jobs, slowly, and not 300.
 */
import type { Manager } from "../config";
import type { Placement } from "../schema/cluster";
import type { RunnerConfig } from "../schema/runners";
import { awsLimits } from "../../facts/limits";
import { fargateSize, requestableMiB } from "../../facts/aws/fargate";
import { toMiB } from "../units";

interface Size {
  readonly cpu: number;
  readonly memoryMiB: number;
}

/**
 * On Fargate GitLab's limits; of memory, where many jobs make the measured need the larger. Of CPU they are always
 * above it. On nodes the CPU that is asked for is no limit: a manager takes what its neighbours leave.
 */
export function managerNeeds(concurrent: number, placement: Placement): Size {
  const milliCpu = (placement === "fargate" ? 1.5 : 1) * (10 + 6 * concurrent);
  const formulaMiB = 2 * (50 + 2.5 * concurrent);
  const measuredMiB = (1024 / 200) * concurrent;
  return { cpu: Math.ceil(milliCpu) / 1000, memoryMiB: Math.ceil(Math.max(formulaMiB, measuredMiB)) };
}

/**
 * Job requests under way at once. At one, 200 jobs took 42 s to hand out, at ten 15 s; above fifty nothing changes,
 * since a chain of requests starts only once per check interval.
 */
export function requestConcurrency(concurrent: number): number {
  return Math.min(50, Math.max(10, Math.ceil(concurrent / 10)));
}

/**
 * How long a job may wait for its pod, in seconds: a cold start, plus the time in which Fargate launches that many
 * pods, plus the time in which ECR Public hands out that many images; four times over, because other runners of the
 * account use the same rates. Not from the whole fleet's size: adding a runner would restart every other manager.
 */
export function pollTimeoutSeconds(concurrent: number): number {
  const coldStart = 120;
  const launch = concurrent / awsLimits.fargateLaunchesPerSecond;
  const pull = concurrent / awsLimits.ecrPublicPullsPerSecond;
  return Math.ceil((4 * (coldStart + launch + pull)) / 10) * 10;
}

type ManagerInput = RunnerConfig["manager"];

/** On Fargate, what is not given is filled up to the size that is paid for anyway. */
function sized(given: ManagerInput, needs: Size, placement: Placement): { cpu: number; memory: string } {
  const cpu = given.cpu ?? needs.cpu;
  const memoryMiB = given.memory === undefined ? needs.memoryMiB : toMiB(given.memory);
  const size = placement === "fargate" ? fargateSize({ cpu, memoryMiB }) : undefined;
  // Without a size that is large enough, a rule refuses the runner.
  if (size === undefined) return { cpu, memory: given.memory ?? `${memoryMiB}Mi` };
  return { cpu: given.cpu ?? size.vcpu, memory: given.memory ?? `${requestableMiB(size)}Mi` };
}

export function resolveManager(
  runner: Pick<RunnerConfig, "concurrent" | "manager">,
  placement: Placement,
): Manager {
  const { concurrent, manager: given } = runner;
  return {
    ...sized(given, managerNeeds(concurrent, placement), placement),
    requestConcurrency: given.requestConcurrency ?? requestConcurrency(concurrent),
    checkIntervalSeconds: given.checkIntervalSeconds ?? 1,
    pollTimeoutSeconds: given.pollTimeoutSeconds ?? pollTimeoutSeconds(concurrent),
    shutdownTimeoutSeconds: given.shutdownTimeoutSeconds ?? 3600,
    ...(given.image !== undefined && { image: given.image }),
  };
}
