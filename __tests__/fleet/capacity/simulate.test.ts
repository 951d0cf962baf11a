import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fleet } from "../../../src/fleet/capacity/fleet";
import { simulate } from "../../../src/fleet/capacity/simulate";
import { fleetOf, nodes, plainFleet, type Given } from "./fleets";

const failuresOf = (given: Given, jobs: number) => {
  const { succeeded, failures } = simulate(fleetOf(given), jobs);
  return { succeeded, ...Object.fromEntries(Object.entries(failures).filter(([, count]) => count > 0)) };
};

describe("a simulation", () => {
  it("has the same result every time", () => {
    const given: Given = {
      managers: 3,
      manager: { concurrent: 20, requestConcurrency: 10 },
      hosting: { podsOfQuota: 40 },
    };
    const [one, other] = [simulate(fleetOf(given), 500), simulate(fleetOf(given), 500)];
    expect({ ...one, curves: one.curves() }).toEqual({ ...other, curves: other.curves() });
  });

  it("of one job takes the sum of its parts", () => {
    const { seconds } = simulate(fleetOf({ manager: { cpu: 0.5 }, hosting: { coldStartToSeconds: 30 } }), 1);
    // Half a check interval, request, update, CPU at half speed, cold start, the job.
    expect(seconds).toBeCloseTo(1.5 + 0.15 + 0.05 + 0.125 / 0.5 + 30 + 1, 6);
  });

  it("runs at most `concurrent` jobs at once, and loses no waiting job", () => {
    const { succeeded, peakPods } = simulate(fleetOf({ managers: 2, manager: { concurrent: 10 } }), 100);
    expect({ succeeded, peakPods }).toEqual({ succeeded: 100, peakPods: 20 });
  });

  it("distributes jobs evenly over equal managers", () => {
    const { peakMiB } = simulate(
      fleetOf({ managers: 4, job: { seconds: 600, managerMiB: 0, sessionMiB: 1 } }),
      400,
    );
    expect(peakMiB).toBe(100);
  });

  it("fails each job for its own reason", () => {
    const soon = { pollTimeoutSeconds: 90 };
    expect(failuresOf({ manager: soon, hosting: { podsOfQuota: 30 } }, 100)).toEqual({
      succeeded: 30,
      "no-room": 70,
    });
    expect(failuresOf({ manager: soon, hosting: { podsOfAddresses: 30 } }, 100)).toEqual({
      succeeded: 30,
      "no-address": 70,
    });
    expect(failuresOf({ manager: { pollTimeoutSeconds: 20 } }, 100)).toEqual({
      succeeded: 0,
      "pod-too-late": 100,
    });
    expect(failuresOf({ registry: { pulls: 60 } }, 100)).toEqual({ succeeded: 60, "no-image": 40 });
    expect(failuresOf({ manager: { memoryMiB: 75 }, job: { seconds: 60 } }, 10)).toEqual({
      succeeded: 0,
      "manager-out-of-memory": 10,
    });
  });

  it("lets pods without room wait if Fargate tries them again", () => {
    const hosting = { podsOfQuota: 30, retries: true };
    expect(failuresOf({ hosting }, 100)).toEqual({ succeeded: 100 });
    // The manager gives up.
    expect(failuresOf({ hosting, manager: { pollTimeoutSeconds: 70 } }, 100)).not.toEqual({ succeeded: 100 });
  });

  it("launches and pulls at the rate limit", () => {
    const fixed = { coldStartFromSeconds: 0, coldStartToSeconds: 0 };
    const manager = { requestConcurrency: 500, checkIntervalSeconds: 1, cpu: 100 };
    const launched = simulate(
      fleetOf({ managers: 100, manager, hosting: { ...fixed, launchesPerSecond: 2 } }),
      220,
    );
    expect(launched.seconds).toBeGreaterThanOrEqual(100);
    expect(launched.seconds).toBeLessThan(103);
    const pulled = simulate(
      fleetOf({ managers: 100, manager, hosting: fixed, registry: { pullsPerSecond: 2 } }),
      201,
    );
    expect(pulled.seconds).toBeGreaterThanOrEqual(100);
    expect(pulled.seconds).toBeLessThan(103);
  });

  it("on nodes waits once for the node, then reuses its room", () => {
    const hosting = nodes({ podsOfQuota: 10, podsOfPool: 20 });
    const { succeeded, seconds, peakPods, constraints } = simulate({ ...fleetOf({}), hosting }, 50);
    expect({ succeeded, peakPods }).toEqual({ succeeded: 50, peakPods: 10 });
    expect(seconds).toBeGreaterThan(60 + 5 * 6);
    expect(seconds).toBeLessThan(120);
    expect([...constraints]).toContain("vcpu-quota");
    expect([...constraints]).not.toContain("pool-limit");
  });

  it("on warm nodes starts jobs at once, and the other jobs as fast as without warm nodes", () => {
    const started = (warmPods: number) => {
      const { running } = simulate(
        { ...plainFleet({ manager: { requestConcurrency: 99 } }), hosting: nodes({ warmPods }) },
        5,
      ).curves();
      return [...running].map((seconds) => Math.round(seconds));
    };
    // The first request is at 5 s, and one follows each second. A pod needs 5 s, a node 60 s.
    expect(started(0)).toEqual([71, 72, 73, 74, 75]);
    expect(started(2)).toEqual([11, 12, 71, 72, 73]);
    expect(started(9)).toEqual([11, 12, 13, 14, 15]);
  });
});

/** Fleets that lose no job, so that a change affects only the duration. */
const givens = fc.record({
  managers: fc.constantFrom(1, 2, 3, 5),
  manager: fc.record({
    tokens: fc.constantFrom(1, 2, 3),
    requestConcurrency: fc.integer({ min: 1, max: 12 }),
    checkIntervalSeconds: fc.integer({ min: 1, max: 6 }),
    cpu: fc.constantFrom(0.05, 0.1, 0.25, 1),
    pollTimeoutSeconds: fc.constant(Infinity),
  }),
  hosting: fc.record({
    podsOfQuota: fc.integer({ min: 1, max: 80 }),
    podsOfAddresses: fc.integer({ min: 1, max: 80 }),
    retries: fc.constant(true),
    launchesPerSecond: fc.integer({ min: 1, max: 20 }),
    launchBurst: fc.integer({ min: 1, max: 20 }),
    coldStartFromSeconds: fc.integer({ min: 0, max: 30 }),
    coldStartToSeconds: fc.integer({ min: 30, max: 60 }),
  }),
  job: fc.record({
    seconds: fc.integer({ min: 0, max: 90 }),
    jobsPerSecond: fc.integer({ min: 1, max: 30 }),
  }),
  registry: fc.record({ pullsPerSecond: fc.integer({ min: 1, max: 20 }) }),
});

type More = (fleet: Fleet, by: number) => Fleet;

const managers =
  (change: (manager: Fleet["managers"][number], by: number) => Partial<Fleet["managers"][number]>): More =>
  (fleet, by) => ({ ...fleet, managers: fleet.managers.map((each) => ({ ...each, ...change(each, by) })) });

const hosting =
  (change: (given: Extract<Fleet["hosting"], { kind: "fargate" }>, by: number) => object): More =>
  (fleet, by) =>
    fleet.hosting.kind === "fargate"
      ? { ...fleet, hosting: { ...fleet.hosting, ...change(fleet.hosting, by) } }
      : fleet;

const more: Readonly<Record<string, More>> = {
  managers: (fleet, by) => ({
    ...fleet,
    managers: [...fleet.managers, ...Array.from({ length: by }, () => fleet.managers.slice(0, 1)).flat()],
  }),
  "request concurrency": managers((one, by) => ({ requestConcurrency: one.requestConcurrency + by })),
  "frequent checks": managers((one, by) => ({ checkIntervalSeconds: one.checkIntervalSeconds / (by + 1) })),
  "CPU of managers": managers((one, by) => ({ cpu: one.cpu * (1 + by / 3) })),
  quota: hosting((one, by) => ({ podsOfQuota: one.podsOfQuota + by })),
  addresses: hosting((one, by) => ({ podsOfAddresses: one.podsOfAddresses + by })),
  "launches a second": hosting((one, by) => ({ launchesPerSecond: one.launchesPerSecond + by })),
  "launches at once": hosting((one, by) => ({ launchBurst: one.launchBurst + by })),
  "early starts": hosting((one, by) => ({
    coldStartFromSeconds: one.coldStartFromSeconds / (by + 1),
    coldStartToSeconds: one.coldStartToSeconds / (by + 1),
  })),
  "pulls a second": (fleet, by) => ({
    ...fleet,
    registry: { ...fleet.registry, pullsPerSecond: fleet.registry.pullsPerSecond + by },
  }),
  "jobs a second of GitLab": (fleet, by) => ({
    ...fleet,
    job: { ...fleet.job, jobsPerSecond: fleet.job.jobsPerSecond + by },
  }),
};

const runs = { numRuns: 60 };
const hair = 1e-6;

describe("more of a resource never makes it slower", () => {
  // A job stays with the manager that took it, so that one can be busy while another is not: with several managers
  // this is promised where their CPU is no limit.
  it.each(Object.keys(more).filter((name) => name !== "CPU of managers"))(
    "more %s, if every job has a slot",
    (name) => {
      fc.assert(
        fc.property(
          givens,
          fc.integer({ min: 1, max: 80 }),
          fc.integer({ min: 1, max: 9 }),
          (given, jobs, by) => {
            const fleet = fleetOf({ ...given, manager: { ...given.manager, cpu: Infinity } });
            const [before, after] = [simulate(fleet, jobs), simulate(more[name]?.(fleet, by) ?? fleet, jobs)];
            return (
              before.succeeded === jobs && after.succeeded === jobs && after.seconds <= before.seconds + hair
            );
          },
        ),
        runs,
      );
    },
  );

  const places = managers((one, by) => ({ concurrent: one.concurrent + by }));
  const ofOne: Readonly<Record<string, More>> = { ...more, "slots of the manager": places };

  it.each(Object.keys(ofOne).filter((name) => name !== "managers"))(
    "more %s, if jobs wait for a slot of one manager",
    (name) => {
      const { [name]: change } = ofOne;
      fc.assert(
        fc.property(
          givens,
          fc.integer({ min: 1, max: 80 }),
          fc.integer({ min: 1, max: 9 }),
          fc.integer({ min: 1, max: 40 }),
          (given, jobs, by, concurrent) => {
            const fleet = fleetOf({ ...given, managers: 1, manager: { ...given.manager, concurrent } });
            const [before, after] = [simulate(fleet, jobs), simulate(change?.(fleet, by) ?? fleet, jobs)];
            return (
              before.succeeded === jobs && after.succeeded === jobs && after.seconds <= before.seconds + hair
            );
          },
        ),
        runs,
      );
    },
  );

  it.each(["quota", "addresses"])("more %s never fails more jobs, if pods are not tried again", (name) => {
    fc.assert(
      fc.property(
        givens,
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 1, max: 9 }),
        (given, jobs, by) => {
          const manager = { ...given.manager, pollTimeoutSeconds: 3600 };
          const fleet = fleetOf({ ...given, manager, hosting: { ...given.hosting, retries: false } });
          const [before, after] = [simulate(fleet, jobs), simulate(more[name]?.(fleet, by) ?? fleet, jobs)];
          return after.succeeded >= before.succeeded;
        },
      ),
      runs,
    );
  });
});

describe("warm capacity", () => {
  const rooms = fc.record({
    podsOfQuota: fc.integer({ min: 1, max: 80 }),
    podsOfPool: fc.integer({ min: 1, max: 80 }),
    warmPods: fc.integer({ min: 0, max: 60 }),
    nodeStartSeconds: fc.integer({ min: 0, max: 80 }),
    podStartSeconds: fc.integer({ min: 0, max: 20 }),
  });

  it("never delays the first or the last job, and never fails more jobs", () => {
    fc.assert(
      fc.property(
        givens,
        rooms,
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 1, max: 40 }),
        (given, room, jobs, more) => {
          const manager = { ...given.manager, cpu: Infinity, pollTimeoutSeconds: 3600 };
          const fleet = fleetOf({
            managers: given.managers,
            manager,
            job: given.job,
            registry: given.registry,
          });
          const run = (warmPods: number) =>
            simulate({ ...fleet, hosting: nodes({ ...room, warmPods }) }, jobs);
          const [before, after] = [run(room.warmPods), run(room.warmPods + more)];
          const first = (of: typeof before) => of.curves().running[0] ?? Infinity;
          expect(after.succeeded).toBeGreaterThanOrEqual(before.succeeded);
          expect(first(after)).toBeLessThanOrEqual(first(before) + hair);
          // The end is only comparable if all jobs succeeded before.
          const limit = before.succeeded === jobs ? before.seconds + hair : Infinity;
          expect(after.seconds).toBeLessThanOrEqual(limit);
        },
      ),
      runs,
    );
  });
});
