/** Compares the model with measurements of the real dispatch code (docs/capacity.md), row by row. */
import { describe, expect, it } from "vitest";
import { simulate } from "../../../src/fleet/capacity/simulate";
import { fleetOf, type Given } from "./fleets";

const fast = { requestConcurrency: 50, checkIntervalSeconds: 1 } as const;
const small = { cpu: 0.25, memoryMiB: 512 } as const;

interface Row extends Given {
  readonly jobs: number;
  readonly measured: number;
}

describe("dispatch: the model takes the last job within 20% of the measured time", () => {
  const rows: readonly Row[] = [
    { jobs: 200, measured: 42.2 },
    { jobs: 200, manager: { requestConcurrency: 10 }, measured: 15.1 },
    { jobs: 200, manager: { requestConcurrency: 20 }, measured: 15.2 },
    { jobs: 200, manager: { requestConcurrency: 50 }, measured: 15.3 },
    { jobs: 200, manager: fast, measured: 8.4 },
    { jobs: 200, manager: { tokens: 5 }, measured: 9.7 },
    { jobs: 200, managers: 5, measured: 9.0 },
    { jobs: 200, managers: 5, manager: { requestConcurrency: 10 }, measured: 6.6 },
    { jobs: 20, manager: { strict: true }, measured: 58.0 },
    { jobs: 1000, manager: fast, measured: 22.2 },
  ];

  it.each(rows)("$jobs jobs, $manager, managers $managers: $measured s", ({ jobs, measured, ...given }) => {
    const last = simulate(fleetOf(given), jobs).curves().taken.at(-1) ?? NaN;
    expect(Math.abs(last / measured - 1)).toBeLessThan(0.2);
  });

  it("the model creates the last of 1,000 pods within 20% of the measured time", () => {
    const last =
      simulate(fleetOf({ manager: fast }), 1000)
        .curves()
        .created.at(-1) ?? NaN;
    expect(Math.abs(last / 26.0 - 1)).toBeLessThan(0.2);
  });

  it("10, 20 and 50 requests at once give the same time at 3 s, because no more chains have started", () => {
    const lasts = [10, 20, 50].map((requestConcurrency) =>
      simulate(fleetOf({ manager: { requestConcurrency } }), 200)
        .curves()
        .taken.at(-1),
    );
    expect(lasts[1]).toBe(lasts[0]);
    expect(lasts[2]).toBe(lasts[0]);
  });
});

describe("whole jobs", () => {
  it.each([
    { jobs: 200, manager: { requestConcurrency: 10 }, measured: 78, within: 0.1 },
    { jobs: 400, managers: 2, manager: small, measured: 122, within: 0.1 },
    { jobs: 300, manager: { requestConcurrency: 10, memoryMiB: 512 }, measured: 78, within: 0.1 },
    // The largest deviation: the model is slower.
    { jobs: 200, manager: small, measured: 105, within: 0.25 },
  ])("$jobs jobs, $manager: all succeed in $measured s", ({ jobs, measured, within, ...given }) => {
    const { seconds, succeeded } = simulate(fleetOf(given), jobs);
    expect(succeeded).toBe(jobs);
    expect(Math.abs(seconds / measured - 1)).toBeLessThan(within);
  });

  it("a manager with too little CPU and memory is lost with its 300 jobs after about 67 s", () => {
    const { failures, curves } = simulate(fleetOf({ manager: { requestConcurrency: 10, ...small } }), 300);
    expect(failures["manager-out-of-memory"]).toBeGreaterThan(200);
    expect(Math.abs((curves().failed.at(-1) ?? NaN) / 67 - 1)).toBeLessThan(0.1);
  });

  it("neither limit alone loses the manager; with too little CPU 192 jobs succeed in 120 s", () => {
    const slow = simulate(fleetOf({ manager: { requestConcurrency: 10, cpu: 0.25 } }), 300);
    expect(slow.succeeded).toBe(300);
    const done = slow.curves().succeeded.filter((time) => time <= 120).length;
    expect(Math.abs(done / 192 - 1)).toBeLessThan(0.1);
    expect(simulate(fleetOf({ manager: { requestConcurrency: 10, memoryMiB: 512 } }), 300).succeeded).toBe(
      300,
    );
  });

  it("of 200 jobs with room for 50 pods, 150 fail after the poll timeout of 30 s", () => {
    const given: Given = {
      manager: { tokens: 5, requestConcurrency: 10, pollTimeoutSeconds: 30 },
      hosting: { podsOfQuota: 50, coldStartFromSeconds: 10, coldStartToSeconds: 20 },
    };
    const { failures, succeeded, seconds } = simulate(fleetOf(given), 200);
    expect(succeeded).toBe(50);
    expect(failures).toEqual({
      ...{ "no-room": 150, "no-address": 0, "pod-too-late": 0, "no-image": 0 },
      ...{ "manager-out-of-memory": 0, "never-taken": 0 },
    });
    expect(Math.abs(seconds / 41 - 1)).toBeLessThan(0.15);
  });
});
