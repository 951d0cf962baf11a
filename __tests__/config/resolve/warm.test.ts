import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  jobPod,
  jobsPerPausePod,
  pausePod,
  pausePods,
  periodsOf,
  maxWarmJobs,
  warmShares,
} from "../../../src/config/resolve/warm";
import { runnerSchema } from "../../../src/config/schema/runners";
import { weekdays, type WarmWindow } from "../../../src/config/schema/warm";
import { daemonCpu } from "../../../src/facts/kubernetes/nodes";

const { job } = runnerSchema.parse({ name: "r", token: "env:T" });
const window = (change: Partial<WarmWindow>): WarmWindow => ({
  ...{ days: ["mon"], from: "08:00", to: "18:00", timezone: "UTC", jobs: 1 },
  ...change,
});

/** Whether a period of cron matches: minute, hour, and day of the week with Sunday as 0. */
function matches(period: string, minute: number, hour: number, day: number): boolean {
  const [minutes = "", hours = "", , , days = ""] = period.split(" ");
  const within = (field: string, value: number) =>
    field.split(",").some((part) => {
      const [first = NaN, last = first] = part.split("-").map(Number);
      return part === "*" || (value >= first && value <= last);
    });
  return within(minutes, minute) && within(hours, hour) && within(days, day);
}

describe("the periods of a window", () => {
  it.each([
    ["08:00", "18:00", ["* 8-17 * * 1"]],
    ["08:30", "18:15", ["30-59 8 * * 1", "* 9-17 * * 1", "0-14 18 * * 1"]],
    ["08:30", "08:31", ["30 8 * * 1"]],
    ["08:00", "24:00", ["* 8-23 * * 1"]],
    ["23:59", "24:00", ["59 23 * * 1"]],
    ["08:15", "09:00", ["15-59 8 * * 1"]],
  ])("from %s to %s are %j", (from, to, periods) => {
    expect(periodsOf(window({ from, to }))).toEqual(periods);
  });

  it("match exactly the minutes of any window", () => {
    const clock = (minute: number) =>
      [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
    const days = fc.subarray([...weekdays], { minLength: 1 });
    const minutes = fc.tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }));
    fc.assert(
      fc.property(
        days,
        minutes.filter(([from, to]) => from < to),
        (chosen, [from, to]) => {
          const periods = periodsOf(window({ days: chosen, from: clock(from), to: clock(to) }));
          for (const [index, name] of weekdays.entries()) {
            for (let minute = 0; minute < 1440; minute += 7) {
              const inside = chosen.includes(name) && minute >= from && minute < to;
              const day = (index + 1) % 7;
              const any = periods.some((each) => matches(each, minute % 60, Math.floor(minute / 60), day));
              expect(any).toBe(inside);
            }
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe("pause pods", () => {
  it("keep room for whole jobs, although each is only as large as a build container", () => {
    // Of 7.7 vCPU, seven jobs of one or ten pause pods of 0.75: the least of the four sizes.
    const pool = { cpus: [4, 8, 16, 32], instanceCategories: ["c", "m"] };
    expect(jobsPerPausePod(pool, job)).toBeCloseTo(0.7, 12);
    expect(pausePods(pool, job, 20)).toBe(29);
    expect(pausePods(pool, job, 7)).toBe(10);
    expect(pausePods(pool, job, 0)).toBe(0);
  });

  it("keep room on every mix of nodes that Karpenter may choose for them", () => {
    const sizes = fc.subarray([4, 8, 16, 32], { minLength: 1 });
    const build = fc.record({
      cpu: fc.double({ min: 0.1, max: 2, noNaN: true }),
      helper: fc.double({ min: 0.05, max: 0.5, noNaN: true }),
    });
    fc.assert(
      fc.property(
        sizes,
        build,
        fc.integer({ min: 1, max: 60 }),
        fc.infiniteStream(fc.nat()),
        (cpus, of, jobs, any) => {
          const small = { ...job, cpu: of.cpu, memory: "64Mi", helper: { cpu: of.helper, memory: "64Mi" } };
          let left = pausePods({ cpus, instanceCategories: ["c"] }, small, jobs);
          let room = 0;
          const fit = (size: number, cpu: number) => Math.floor((size - daemonCpu) / cpu + 1e-9);
          while (left > 0) {
            const size = cpus[(any.next().value ?? 0) % cpus.length] ?? 4;
            left -= fit(size, pausePod(small).cpu);
            room += fit(size, jobPod(small).cpu);
          }
          expect(room).toBeGreaterThanOrEqual(jobs);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("the shares of a week", () => {
  it("are those of the base and of the last window for each minute", () => {
    const schedule = [
      window({ days: ["mon", "tue"], from: "08:00", to: "20:00", jobs: 20 }),
      window({ days: ["tue"], from: "12:00", to: "18:00", jobs: 50 }),
    ];
    const shares = warmShares({ jobs: 2, schedule }, "2026-11-30");
    expect(Object.fromEntries([...shares].map(([jobs, share]) => [jobs, share * 168]))).toEqual({
      2: 144,
      20: 18,
      50: 6,
    });
    expect(maxWarmJobs({ jobs: 2, schedule })).toBe(50);
    expect(maxWarmJobs(undefined)).toBe(0);
  });

  it("convert windows of two time zones to one clock", () => {
    // Berlin is an hour ahead in winter: 09:00 to 10:00 there is 08:00 to 09:00 here.
    const schedule = [
      window({ from: "08:00", to: "09:00", jobs: 1 }),
      window({ from: "09:00", to: "10:00", timezone: "Europe/Berlin", jobs: 2 }),
    ];
    expect([...warmShares({ jobs: 0, schedule }, "2026-11-30").keys()]).toEqual([2, 0].reverse());
    expect(warmShares({ jobs: 0, schedule }, "2026-07-01").get(1)).toBeCloseTo(1 / 168, 12);
  });

  it("continue at the start of the week after its end", () => {
    const schedule = [
      window({ days: ["sun"], from: "20:00", to: "24:00", timezone: "America/Chicago", jobs: 3 }),
    ];
    expect(warmShares({ jobs: 0, schedule }, "2026-11-30").get(3)).toBeCloseTo(4 / 168, 12);
  });
});
