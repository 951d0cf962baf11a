/** Small fleets with whole seconds, so that every time can be calculated by hand. */
import { describe, expect, it } from "vitest";
import type { FleetManager, Outcome, PodHosting } from "../../../src/fleet/capacity/fleet";
import { simulate } from "../../../src/fleet/capacity/simulate";
import { nodes, plainFleet, type Given } from "./fleets";

type Column = "taken" | "created" | "running" | "succeeded" | "failed";

const when = (given: Given, jobs: number, column: Column) => [
  ...simulate(plainFleet(given), jobs).curves()[column],
];

/** The counts of succeeded jobs and of each reason that occurred. */
function ends({ succeeded, failures }: Outcome) {
  return { succeeded, ...Object.fromEntries(Object.entries(failures).filter(([, count]) => count > 0)) };
}
const endsOf = (given: Given, jobs: number) => ends(simulate(plainFleet(given), jobs));

describe("jobs are taken", () => {
  it("by one request chain, as fast as GitLab responds", () => {
    // 5 + 1; then each 1 + 2 + 4 later.
    const slow = { job: { updateSeconds: 2, askAgainSeconds: 4 } };
    expect(when(slow, 3, "taken")).toEqual([6, 13, 20]);
    expect(when(slow, 3, "created")).toEqual([8, 15, 22]);
  });

  it("by one more request chain in each check interval, up to request_concurrency", () => {
    // Chains start at 5, 15 and 25, and each takes a job every 8 s.
    const given = (requestConcurrency: number): Given => ({
      manager: { requestConcurrency },
      job: { askAgainSeconds: 7 },
    });
    expect(when(given(1), 5, "taken")).toEqual([6, 14, 22, 30, 38]);
    expect(when(given(2), 5, "taken")).toEqual([6, 14, 16, 22, 24]);
    expect(when(given(3), 7, "taken")).toEqual([6, 14, 16, 22, 24, 26, 30]);
  });

  it("once in a check interval if it is strict", () => {
    expect(when({ manager: { strict: true } }, 3, "taken")).toEqual([6, 16, 26]);
  });

  it("by each token of a manager in its own part of the interval", () => {
    // One a second each, from 2.5 and from 7.5.
    expect(when({ manager: { tokens: 2 } }, 7, "taken")).toEqual([3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 8.5]);
  });

  it("no faster than GitLab assigns them to all managers together", () => {
    // One every 4 s. Each manager requests again after the response.
    expect(when({ managers: 3, job: { jobsPerSecond: 0.25 } }, 4, "taken")).toEqual([6, 10, 14, 18]);
  });

  it("of several requests at the same time, by the manager with the fewest jobs", () => {
    const fleet = plainFleet({ job: { sessionMiB: 1 } });
    const [one] = plainFleet().managers;
    const [rare] = plainFleet({ manager: { strict: true, checkIntervalSeconds: 30 } }).managers;
    const managers = [one, rare].flatMap((each) => each ?? []);
    // The first requests every second from 5, the other at 15: the eleventh job is its first.
    expect(simulate({ ...fleet, managers }, 11).peakMiB).toBe(10);
  });

  it("while a slot is free, and again as soon as one becomes free", () => {
    // Two at 6 and 7. They end at 106 and 107, and each frees a slot for the next.
    expect(when({ manager: { concurrent: 2 } }, 5, "taken")).toEqual([6, 7, 107, 108, 208]);
  });
});

describe("a manager", () => {
  it("creates pods, and does the rest of the work, one after the other with its CPU", () => {
    const given: Given = { manager: { cpu: 0.5 }, job: { createCpuSeconds: 2, jobCpuSeconds: 6 } };
    // 2 s of half a CPU are 4: 6 + 4, then 4 more.
    expect(when(given, 2, "created")).toEqual([10, 14]);
    // The other 4 s are 8: 10 + 8 + 100, then 8 more.
    expect(when(given, 2, "succeeded")).toEqual([118, 126]);
  });

  it("has as many sessions as fit into its memory, and frees their memory", () => {
    const given = (memoryMiB: number): Given => ({
      manager: { memoryMiB, concurrent: 2 },
      job: { managerMiB: 70, sessionMiB: 15 },
    });
    const enough = simulate(plainFleet(given(100)), 5);
    expect({ ...ends(enough), peakMiB: enough.peakMiB }).toEqual({ succeeded: 5, peakMiB: 100 });
    const little = simulate(plainFleet(given(99)), 5);
    // The second session is one too many. The other jobs are never requested.
    expect({ ...ends(little), peakMiB: little.peakMiB }).toEqual({
      ...{ succeeded: 0, "manager-out-of-memory": 2, "never-taken": 3, peakMiB: 99 },
    });
  });

  it("requests no more jobs after it is lost", () => {
    const given: Given = {
      manager: { memoryMiB: 1 },
      hosting: { coldStartFromSeconds: 0.5, coldStartToSeconds: 0.5 },
      job: { sessionMiB: 1 },
    };
    // Taken at 6, 7 and 8. The second runs at 7.5, after the request of the third.
    expect(endsOf(given, 5)).toEqual({ succeeded: 0, "manager-out-of-memory": 3, "never-taken": 2 });
  });

  it("loses only its own jobs", () => {
    const [small, large]: readonly FleetManager[] = plainFleet({ managers: 2 }).managers;
    const given = plainFleet({
      job: { sessionMiB: 1 },
      hosting: { coldStartFromSeconds: 0.5, coldStartToSeconds: 0.5 },
    });
    const managers = [small, large].flatMap((each, index) =>
      each === undefined ? [] : [{ ...each, memoryMiB: index === 0 ? 1 : Infinity }],
    );
    // Both take one at 6 and one at 7. Of five, the small one takes the last at 8. It is lost at 7.5 with its second.
    expect(ends(simulate({ ...given, managers }, 5))).toEqual({ succeeded: 2, "manager-out-of-memory": 3 });
  });
});

describe("a pod", () => {
  it("fails after poll_timeout, and not before", () => {
    const given = (pollTimeoutSeconds: number): Given => ({
      manager: { pollTimeoutSeconds },
      hosting: { coldStartFromSeconds: 30, coldStartToSeconds: 30 },
    });
    expect(endsOf(given(30), 1)).toEqual({ succeeded: 1 });
    expect(endsOf(given(29), 1)).toEqual({ succeeded: 0, "pod-too-late": 1 });
    expect(when(given(29), 1, "failed")).toEqual([35]);
  });

  it("without room on Fargate is lost, and does not free room for the next", () => {
    const given: Given = { manager: { strict: true, pollTimeoutSeconds: 5 }, hosting: { podsOfQuota: 1 } };
    // Taken at 6, 16, 26 and 36. The first runs until 106.
    const outcome = simulate(plainFleet(given), 4);
    expect({ ...ends(outcome), peakPods: outcome.peakPods }).toEqual({
      succeeded: 1,
      "no-room": 3,
      peakPods: 1,
    });
    expect([...outcome.curves().failed]).toEqual([21, 31, 41]);
  });

  it("that is tried again gets the room of the first that ends, unless it failed before", () => {
    const given: Given = {
      manager: { strict: true, pollTimeoutSeconds: 85 },
      hosting: { podsOfQuota: 1, retries: true },
    };
    // Taken at 6, 16, 26 and 36. The second fails at 101. At 106 the third still waits, until 111.
    expect(endsOf(given, 4)).toEqual({ succeeded: 2, "no-room": 2 });
    expect(when(given, 4, "running")).toEqual([6, 106]);
  });

  it("is launched at the rate limit, a burst at once", () => {
    const hosting = { launchesPerSecond: 0.1, launchBurst: 2 };
    // Created at 6, 7, 8 and 9. Of the burst of two, the first is available again at 16.
    expect(when({ hosting }, 4, "running")).toEqual([6, 7, 16, 26]);
  });

  it("starts between its minimum and maximum time, spread by the golden ratio", () => {
    const hosting = { coldStartFromSeconds: 10, coldStartToSeconds: 20 };
    // 6 + 10 + 6.18, 7 + 10 + 2.36, 8 + 10 + 8.54: the sorted times.
    expect(when({ hosting }, 3, "running").map((time) => Math.round(time * 100) / 100)).toEqual([
      ...[19.36, 22.18, 26.54],
    ]);
  });

  it("gets its image at the rate limit of the registry", () => {
    expect(when({ registry: { pullsPerSecond: 0.1 } }, 3, "running")).toEqual([6, 16, 26]);
  });

  it("gets no image after the last pull of the registry", () => {
    expect(endsOf({ registry: { pulls: 2 } }, 3)).toEqual({ succeeded: 2, "no-image": 1 });
  });

  it("on nodes waits for a node and starts there, or starts at once on a free node", () => {
    const two = simulate({ ...plainFleet(), hosting: nodes({ podsOfPool: 1 }) }, 2);
    // 6 + 60 + 5. The node is free after the end of that job, at 171.
    expect([...two.curves().running]).toEqual([71, 176]);
    expect(two.peakPods).toBe(1);
  });

  it("on nodes fails without room in the pool, or if its node is too late", () => {
    const fleet = plainFleet({ manager: { pollTimeoutSeconds: 70 } });
    expect(ends(simulate({ ...fleet, hosting: nodes({ podsOfPool: 2 }) }, 3))).toEqual({
      succeeded: 2,
      "no-room": 1,
    });
    const slow = nodes({ podsOfPool: 4, nodeStartSeconds: 90 });
    expect(ends(simulate({ ...fleet, hosting: slow }, 3))).toEqual({ succeeded: 0, "pod-too-late": 3 });
  });
});

describe("the constraints", () => {
  const feltOf = (given: Given, jobs: number, hosting?: PodHosting) => {
    const fleet = plainFleet({
      ...given,
      manager: { checkIntervalSeconds: 1, requestConcurrency: 500, ...given.manager },
    });
    return [...simulate(hosting === undefined ? fleet : { ...fleet, hosting }, jobs).constraints].sort();
  };

  it("are empty if nothing limits the fleet", () => {
    expect(feltOf({}, 3)).toEqual([]);
  });

  it.each<[string, Given, PodHosting?]>([
    ["check-interval", { manager: { checkIntervalSeconds: 2 } }],
    ["request-concurrency", { manager: { requestConcurrency: 1 } }],
    ["concurrent", { manager: { concurrent: 2 } }],
    ["gitlab-rate", { job: { jobsPerSecond: 0.5 } }],
    ["manager-cpu", { manager: { cpu: 1 } }],
    ["manager-memory", { manager: { memoryMiB: 1 }, job: { sessionMiB: 1 } }],
    ["vcpu-quota", { hosting: { podsOfQuota: 2, retries: true } }],
    ["addresses", { hosting: { podsOfAddresses: 2, retries: true } }],
    ["launch-rate", { hosting: { launchesPerSecond: 0.1, launchBurst: 2 } }],
    ["image-pulls", { registry: { pullsPerSecond: 0.1 } }],
    ["image-pulls", { registry: { pulls: 2 } }],
    ["pool-limit", {}, nodes({ podsOfPool: 2 })],
    ["vcpu-quota", {}, nodes({ podsOfQuota: 2 })],
    [
      "poll-timeout",
      { manager: { pollTimeoutSeconds: 9 }, hosting: { coldStartFromSeconds: 10, coldStartToSeconds: 10 } },
    ],
  ])("are only %s", (resource, given, hosting) => {
    expect(feltOf(given, 3, hosting)).toEqual([resource]);
  });
});
