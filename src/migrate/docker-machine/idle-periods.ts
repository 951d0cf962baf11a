/**
 * Converts idle machines to warm capacity of a runner.
 *
 * docker+machine keeps `IdleCount` machines for one job each; of the sections whose period matches, the last one applies.
 * A warm schedule has the same rule. A period of docker+machine has seven fields: second, minute, hour, day, month, weekday,
 * year; a period of docker-autoscaler has the five from minute to weekday. A period becomes a window if only minute, hour and
 * weekday restrict it, by lists and ranges.
 * Source: gitlabhq/gitlab-runner@d79f3e7b, docs/configuration/autoscale.md, docs/configuration/advanced-configuration.md and
 * common/config.go; read 2026-11-30.
 */
import { weekdays } from "../../config/schema/warm";
import type { RunnerInput } from "../runner-input";
import { finding, type CarriedOver, type IdlePeriod, type OldRunner } from "./old-runner";

type Warm = NonNullable<RunnerInput["warm"]>;
type Window = NonNullable<Warm["schedule"]>[number];

interface ConvertedIdle {
  /** Undefined if no machine was idle, or if no period can be converted. */
  readonly warm?: Warm;
  readonly findings: readonly CarriedOver[];
}

/** @param concurrent concurrent jobs of the new runner, which limit its warm capacity */
export function warmOf(
  { idle, key, executor }: Pick<OldRunner, "idle" | "key" | "executor">,
  concurrent: number,
): ConvertedIdle {
  const section = executor === "docker-autoscaler" ? "autoscaler" : "machine";
  const where = `${key}.${section} idle machines`;
  const jobs = Math.min(concurrent, idle.find(({ periods }) => periods.length === 0)?.machines ?? 0);
  const scheduled = idle.filter(({ periods }) => periods.length > 0);
  const read = scheduled.flatMap((row) =>
    row.periods.map((period) => ({ row, period, slots: slotsOf(period) })),
  );
  const schedule = read.flatMap(({ row, slots }) => slots.map((slot) => windowOf(row, slot, concurrent)));
  const unread = read.filter(({ slots }) => slots.length === 0).map(({ period }) => period);
  const maxJobs = Math.max(jobs, ...schedule.map((window) => window.jobs));
  const maxIdle = Math.max(0, ...idle.map(({ machines }) => machines));
  if (maxIdle === 0) return { findings: [] };
  const unreadFindings = unread.map((period) =>
    finding(
      where,
      `the period "${period}" is not a window of hours and weekdays, and was not carried over`,
      "add a window to runners[].warm.schedule",
    ),
  );
  if (maxJobs === 0) return { findings: unreadFindings };
  const capacity = finding(
    where,
    `up to ${maxIdle} machines were idle: the new runner keeps warm capacity for up to ${maxJobs} jobs`,
    "see its cost with `glrunner price`; lower or remove runners[].warm if a first job may wait for a node",
  );
  const zone = finding(
    where,
    "a period without a time zone used the clock of the runner's machine; its window is in UTC",
    "set the timezone of each window in runners[].warm.schedule",
  );
  const isLocal = scheduled.some(({ timezone = "" }) => timezone === "");
  const findings = [...unreadFindings, capacity, ...(isLocal ? [zone] : [])];
  return { warm: { jobs, ...(schedule.length > 0 && { schedule }) }, findings };
}

interface Slot {
  readonly days: readonly number[];
  /** Minutes since midnight; the window ends before `to`. */
  readonly from: number;
  readonly to: number;
}

function windowOf(
  { machines, timezone = "" }: IdlePeriod,
  { days, from, to }: Slot,
  concurrent: number,
): Window {
  return {
    days: weekdays.filter((_, index) => days.includes((index + 1) % 7)),
    from: timeOf(from),
    to: timeOf(to),
    ...(timezone !== "" && { timezone }),
    jobs: Math.min(concurrent, machines),
  };
}

const timeOf = (minutes: number) =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");

/** The windows of a period; empty if it cannot be converted. */
export function slotsOf(period: string): readonly Slot[] {
  // Old versions of the module need quotes inside the value.
  const fields = period.replaceAll('"', "").trim().toLowerCase().split(/\s+/);
  const seven = fields.length === 5 ? ["*", ...fields, "*"] : fields;
  const [second = "", minute = "", hour = "", day = "", month = "", weekday = "", year = ""] = seven;
  const unrestricted = [second, day, month, year].every((field) => field === "*" || field === "?");
  if (!unrestricted || seven.length !== 7) return [];
  const minutes = rangesOf(minute, 59);
  const hours = rangesOf(hour, 23);
  const days = rangesOf(weekday.replace(/[a-z]+/g, weekdayNumber), 7).flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => (first + index) % 7),
  );
  if (days.length === 0) return [];
  return hours.flatMap(([firstHour, lastHour]) =>
    minutes.flatMap(([first, last]) => {
      // Whole hours are one window; otherwise each hour is a window.
      if (first === 0 && last === 59) return [{ days, from: firstHour * 60, to: (lastHour + 1) * 60 }];
      return Array.from({ length: lastHour - firstHour + 1 }, (_, index) => {
        const start = (firstHour + index) * 60;
        return { days, from: start + first, to: start + last + 1 };
      });
    }),
  );
}

/** Sunday is 0, as in cron. An unknown name stays unchanged, so that its range is refused. */
function weekdayNumber(name: string): string {
  const index = weekdays.findIndex((day) => name.startsWith(day));
  return index < 0 ? name : String((index + 1) % 7);
}

/** Empty if a part is not a number or an ascending range: it does not support steps and ranges across the end. */
function rangesOf(field: string, max: number): readonly (readonly [first: number, last: number])[] {
  if (field === "*" || field === "?") return [[0, max === 7 ? 6 : max]];
  const ranges = field.split(",").map((part) => {
    const [, first, last = first] = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(part) ?? [];
    return [Number(first), Number(last)] as const;
  });
  return ranges.every(([first, last]) => first <= last && last <= max) ? ranges : [];
}
