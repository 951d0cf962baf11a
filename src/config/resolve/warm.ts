/**
 * Warm capacity: pause pods of a runner, which GitLab Runner keeps by policies with periods and time zones.
 *
 * 1. A pause pod requests as much as the build container, which is less than a whole job. So N jobs need more than N pause pods.
 * 2. For each node size of the pool, count how many jobs and how many pause pods fit on a node.
 * 3. The size with the fewest jobs for each pause pod decides.
 *
 * Source: gitlabhq/gitlab-runner, executors/kubernetes/autoscaler/pause_pod_manager.go (buildDeployment, calculateDesiredReplicas),
 * provider.go (BuildResourceRequests) and policy.go; in v18.11.0 and later, not in v18.10.1; read 2026-11-30.
 */
import { daemonCpu, usableMemoryMiB } from "../../facts/kubernetes/nodes";
import type { PodSize } from "../placement/bin-packing";
import { gibPerVcpuOf } from "../placement/instances";
import type { RunnerConfig } from "../schema/runners";
import { weekdays, type Warm, type WarmWindow } from "../schema/warm";
import { toMiB } from "../units";

type Job = RunnerConfig["job"];

/** Requests of a pause pod. */
export function pausePod({ cpu, memory }: Job): PodSize {
  return { cpu, memoryMiB: toMiB(memory) };
}

/** Requests of a job pod: build and helper container together. */
export function jobPod({ cpu, memory, helper }: Job): PodSize {
  return { cpu: cpu + helper.cpu, memoryMiB: toMiB(memory) + toMiB(helper.memory) };
}

/** Rounds down. A value slightly below a whole number counts as that number. */
const floor = (count: number) => Math.floor(count + 1e-9);

function podsOn(vcpu: number, gibPerVcpu: number, pod: PodSize): number {
  const memoryMiB = usableMemoryMiB({ vcpu, memoryMiB: vcpu * gibPerVcpu * 1024 });
  return Math.max(0, floor(Math.min((vcpu - daemonCpu) / pod.cpu, memoryMiB / pod.memoryMiB)));
}

interface WarmPool {
  readonly cpus: readonly number[];
  readonly instanceCategories: readonly string[];
}

/**
 * Jobs for which each pause pod is sure to keep room, from 0 to 1. Zero if the pool has a size with room for a pause pod but not for
 * a job. A category of unknown memory counts with the smallest known memory.
 */
export function jobsPerPausePod({ cpus, instanceCategories }: WarmPool, job: Job): number {
  const [pause, whole] = [pausePod(job), jobPod(job)];
  const shares = instanceCategories.flatMap(gibPerVcpuOf).flatMap((gib) =>
    cpus.flatMap((vcpu) => {
      const pauses = podsOn(vcpu, gib, pause);
      return pauses === 0 ? [] : [podsOn(vcpu, gib, whole) / pauses];
    }),
  );
  return shares.length === 0 ? 0 : Math.min(...shares);
}

/** Pause pods that keep room for this many jobs. The rules have refused a pool without room. */
export function pausePods(pool: WarmPool, job: Job, jobs: number): number {
  return jobs === 0 ? 0 : Math.ceil(jobs / jobsPerPausePod(pool, job) - 1e-9);
}

/** The maximum number of jobs that a runner keeps room for at any time. */
export function maxWarmJobs(warm: Warm | undefined): number {
  return warm === undefined ? 0 : Math.max(warm.jobs, ...warm.schedule.map(({ jobs }) => jobs));
}

/** Minutes since midnight. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** The window as cron periods, which together match exactly the minutes of the window. Sunday is 0. */
export function periodsOf({ days, from, to }: WarmWindow): readonly string[] {
  const week = days.map((day) => (weekdays.indexOf(day) + 1) % 7).sort((left, right) => left - right);
  const period = (minutes: string, hours: string) => `${minutes} ${hours} * * ${week.join(",")}`;
  const range = (first: number, last: number) => (first === last ? `${first}` : `${first}-${last}`);
  const [start, end] = [minutesOf(from), minutesOf(to)];
  const [firstHour, lastHour] = [Math.floor(start / 60), Math.floor(end / 60)];
  const [after, before] = [start % 60, end % 60];
  if (firstHour === lastHour) return [period(range(after, before - 1), `${firstHour}`)];
  const full = after === 0 ? firstHour : firstHour + 1;
  return [
    ...(after === 0 ? [] : [period(range(after, 59), `${firstHour}`)]),
    ...(full < lastHour ? [period("*", range(full, lastHour - 1))] : []),
    ...(before === 0 ? [] : [period(range(0, before - 1), `${lastHour}`)]),
  ];
}

/** Whether the IANA database has the time zone. */
export function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const week = 7 * 24 * 60;

/** Minutes that a time zone is ahead of UTC on a day. Daylight saving time changes it by an hour. */
function offsetMinutes(timeZone: string, on: string): number {
  const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  const name = format.formatToParts(new Date(`${on}T12:00:00Z`)).find(({ type }) => type === "timeZoneName");
  const [, sign = "+", hours = "0", minutes = "0"] = /GMT([+-])(\d+):(\d+)/.exec(name?.value ?? "") ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/**
 * Share of a week, from 0 to 1, for each number of warm jobs.
 * @param on a day, YYYY-MM-DD, for the offsets of the time zones
 */
export function warmShares({ jobs, schedule }: Warm, on: string): ReadonlyMap<number, number> {
  const minutes = new Array<number>(week).fill(jobs);
  for (const window of schedule) {
    const offset = offsetMinutes(window.timezone, on);
    for (const day of window.days) {
      const midnight = weekdays.indexOf(day) * 24 * 60 - offset;
      for (let minute = minutesOf(window.from); minute < minutesOf(window.to); minute += 1) {
        minutes[(midnight + minute + week) % week] = window.jobs;
      }
    }
  }
  const counts = new Map<number, number>();
  for (const warmJobs of minutes) counts.set(warmJobs, (counts.get(warmJobs) ?? 0) + 1);
  return new Map([...counts].map(([warmJobs, count]) => [warmJobs, count / week]));
}

/** One line of text, such as `20 jobs, mon tue 08:00-18:00 Europe/Berlin: 50`. */
export function warmText({ jobs, schedule }: Warm): string {
  const windows = schedule.map(
    ({ days, from, to, timezone, jobs: during }) => `${days.join(" ")} ${from}-${to} ${timezone}: ${during}`,
  );
  return [`${jobs} jobs`, ...windows].join(", ");
}
