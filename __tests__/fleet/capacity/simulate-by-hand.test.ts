/** Small fleets in whole seconds, so that every time can be calculated by hand. */
import { describe, expect, it } from "vitest";
import type { FleetManager, Outcome, PodHosting } from "../../../src/fleet/capacity/fleet";
import { simulate } from "../../../src/fleet/capacity/simulate";
import { nodes, plainFleet, type Given } from "./fleets";

type Column = "taken" | "created" | "running" | "succeeded" | "failed";

const when = (given: Given, jobs: number, column: Column) => [
  ...simulate(plainFleet(given), jobs).curves()[column],
];

/** Counts of each end; an end that no job has is left out. */
function ends({ succeeded, failures }: Outcome) {
  return { succeeded, ...Object.fromEntries(Object.entries(failures).filter(([, count]) => count > 0)) };
}
const endsOf = (given: Given, jobs: number) => ends(simulate(plainFleet(given), jobs));

describe("jobs are taken", () => {
  it("by one chain of requests as fast as GitLab answers", () => {
    // 5 + 1; then each 1 + 2 + 4 later.
    const slow = { job: { updateSeconds: 2, askAgainSeconds: 4 } };
    expect(when(slow, 3, "taken")).toEqual([6, 13, 20]);
    expect(when(slow, 3, "created")).toEqual([8, 15, 22]);
  });

  it("by one chain more in every check interval, up to request_concurrency", () => {
    // Chains begin at 5, 15 and 25, and each takes a job in 8 s.
    const given = (requestConcurrency: number): Given => ({
      manager: { requestConcurrency },
      job: { askAgainSeconds: 7 },
    });
    expect(when(given(1), 5, "taken")).toEqual([6, 14, 22, 30, 38]);
    expect(when(given(2), 5, "taken")).toEqual([6, 14, 16, 22, 24]);
    expect(when(given(3), 7, "taken")).toEqual([6, 14, 16, 22, 24, 26, 30]);
  });

  it("one in a check interval where that is strict", () => {
    expect(when({ manager: { strict: true } }, 3, "taken")).toEqual([6, 16, 26]);
  });

  it("by each token of a manager in its own part of the interval", () => {
    // From 2.5 and from 7.5 on, one a second each.
    expect(when({ manager: { tokens: 2 } }, 7, "taken")).toEqual([3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 8.5]);
  });

  it("no faster than GitLab hands them out to all managers together", () => {
    // One in 4 s, and each manager asks again when it has its answer.
    expect(when({ managers: 3, job: { jobsPerSecond: 0.25 } }, 4, "taken")).toEqual([6, 10, 14, 18]);
  });

  it("of those who ask at the same time by the one that has had the fewest", () => {
    const fleet = plainFleet({ job: { sessionMiB: 1 } });
    const [one] = plainFleet().managers;
    const [rare] = plainFleet({ manager: { strict: true, checkIntervalSeconds: 30 } }).managers;
    const managers = [one, rare].flatMap((each) => each ?? []);
    // The first asks every second from 5 on, the other at 15: the eleventh job is its first.
    expect(simulate({ ...fleet, managers }, 11).peakMiB).toBe(10);
  });

  it("while there is a place, and again as soon as one is free", () => {
    // Two at 6 and 7; these end at 106 and 107, and each makes room for the next.
    expect(when({ manager: { concurrent: 2 } }, 5, "taken")).toEqual([6, 7, 107, 108, 208]);
  });
});

describe("a manager", () => {
  it("makes pods, and attends to them, one after the other with the CPU that it has", () => {
    const given: Given = { manager: { cpu: 0.5 }, job: { createCpuSeconds: 2, jobCpuSeconds: 6 } };
    // 2 s of half a CPU are 4: 6 + 4, then 4 more.
    expect(when(given, 2, "created")).toEqual([10, 14]);
    // The other 4 s are 8: 10 + 8 + 100, then 8 more.
    expect(when(given, 2, "succeeded")).toEqual([118, 126]);
  });

  it("has as many sessions as fit into its memory, and gives their memory back", () => {
    const given = (memoryMiB: number): Given => ({
      manager: { memoryMiB, concurrent: 2 },
      job: { managerMiB: 70, sessionMiB: 15 },
    });
    const enough = simulate(plainFleet(given(100)), 5);
    expect({ ...ends(enough), peakMiB: enough.peakMiB }).toEqual({ succeeded: 5, peakMiB: 100 });
    const little = simulate(plainFleet(given(99)), 5);
    // The second is one too many; the others are never asked for.
    expect({ ...ends(little), peakMiB: little.peakMiB }).toEqual({
      ...{ succeeded: 0, "manager-out-of-memory": 2, "never-taken": 3, peakMiB: 99 },
    });
  });

  it("that is lost asks for no more jobs", () => {
    const given: Given = {
      manager: { memoryMiB: 1 },
      hosting: { coldStartFromSeconds: 0.5, coldStartToSeconds: 0.5 },
      job: { sessionMiB: 1 },
    };
    // Taken at 6, 7 and 8; the second runs at 7.5, when the third is asked for already.
    expect(endsOf(given, 5)).toEqual({ succeeded: 0, "manager-out-of-memory": 3, "never-taken": 2 });
  });

  it("that is lost takes its own jobs with it, and no other manager's", () => {
    const [small, large]: readonly FleetManager[] = plainFleet({ managers: 2 }).managers;
    const given = plainFleet({
      job: { sessionMiB: 1 },
      hosting: { coldStartFromSeconds: 0.5, coldStartToSeconds: 0.5 },
    });
    const managers = [small, large].flatMap((each, index) =>
      each === undefined ? [] : [{ ...each, memoryMiB: index === 0 ? 1 : Infinity }],
    );
    // Both take one at 6, one at 7 and, of five, the small one the last at 8; it is lost at 7.5 with its second.
    expect(ends(simulate({ ...given, managers }, 5))).toEqual({ succeeded: 2, "manager-out-of-memory": 3 });
  });
});

describe("a pod", () => {
  it("is given up when poll_timeout has passed, and not before", () => {
    const given = (pollTimeoutSeconds: number): Given => ({
      manager: { pollTimeoutSeconds },
      hosting: { coldStartFromSeconds: 30, coldStartToSeconds: 30 },
    });
    expect(endsOf(given(30), 1)).toEqual({ succeeded: 1 });
    expect(endsOf(given(29), 1)).toEqual({ succeeded: 0, "pod-too-late": 1 });
    expect(when(given(29), 1, "failed")).toEqual([35]);
  });

  it("without room on Fargate is lost, and leaves none for the next", () => {
    const given: Given = { manager: { strict: true, pollTimeoutSeconds: 5 }, hosting: { podsOfQuota: 1 } };
    // Taken at 6, 16, 26, 36: the first runs until 106.
    const outcome = simulate(plainFleet(given), 4);
    expect({ ...ends(outcome), peakPods: outcome.peakPods }).toEqual({
      succeeded: 1,
      "no-room": 3,
      peakPods: 1,
    });
    expect([...outcome.curves().failed]).toEqual([21, 31, 41]);
  });

  it("that is tried again takes the room of the first that ends, unless it was given up by then", () => {
    const given: Given = {
      manager: { strict: true, pollTimeoutSeconds: 85 },
      hosting: { podsOfQuota: 1, retries: true },
    };
    // Taken at 6, 16, 26, 36. The second is given up at 101; at 106 the third still waits, until 111.
    expect(endsOf(given, 4)).toEqual({ succeeded: 2, "no-room": 2 });
    expect(when(given, 4, "running")).toEqual([6, 106]);
  });

  it("is launched as the rate lets it, a burst at once", () => {
    const hosting = { launchesPerSecond: 0.1, launchBurst: 2 };
    // Created at 6, 7, 8, 9; of the two at once the first is there again at 16.
    expect(when({ hosting }, 4, "running")).toEqual([6, 7, 16, 26]);
  });

  it("takes from its earliest to its latest start, spread by the golden ratio", () => {
    const hosting = { coldStartFromSeconds: 10, coldStartToSeconds: 20 };
    // 6 + 10 + 6.18, 7 + 10 + 2.36, 8 + 10 + 8.54: the sorted times.
    expect(when({ hosting }, 3, "running").map((time) => Math.round(time * 100) / 100)).toEqual([
      ...[19.36, 22.18, 26.54],
    ]);
  });

  it("has its image as the registry's rate lets it", () => {
    expect(when({ registry: { pullsPerSecond: 0.1 } }, 3, "running")).toEqual([6, 16, 26]);
  });

  it("has no image after the registry's last", () => {
    expect(endsOf({ registry: { pulls: 2 } }, 3)).toEqual({ succeeded: 2, "no-image": 1 });
  });

  it("on nodes waits for a node and then starts there, at once where one is free", () => {
    const two = simulate({ ...plainFleet(), hosting: nodes({ podsOfPool: 1 }) }, 2);
    // 6 + 60 + 5; the node is free when that has ended, at 171.
    expect([...two.curves().running]).toEqual([71, 176]);
    expect(two.peakPods).toBe(1);
  });

  it("on nodes fails for want of room in the pool, or because its node comes too late", () => {
    const fleet = plainFleet({ manager: { pollTimeoutSeconds: 70 } });
    expect(ends(simulate({ ...fleet, hosting: nodes({ podsOfPool: 2 }) }, 3))).toEqual({
      succeeded: 2,
      "no-room": 1,
    });
    const slow = nodes({ podsOfPool: 4, nodeStartSeconds: 90 });
    expect(ends(simulate({ ...fleet, hosting: slow }, 3))).toEqual({ succeeded: 0, "pod-too-late": 3 });
  });
});

describe("what was felt", () => {
  const feltOf = (given: Given, jobs: number, hosting?: PodHosting) => {
    const fleet = plainFleet({
      ...given,
      manager: { checkIntervalSeconds: 1, requestConcurrency: 500, ...given.manager },
    });
    return [...simulate(hosting === undefined ? fleet : { ...fleet, hosting }, jobs).constraints].sort();
  };

  it("is nothing where nothing limits", () => {
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
  ])("is %s, and nothing else", (resource, given, hosting) => {
    expect(feltOf(given, 3, hosting)).toEqual([resource]);
  });
});
