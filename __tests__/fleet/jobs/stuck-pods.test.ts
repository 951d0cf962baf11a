import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findStuckPods, margins, type StuckPodQuery } from "../../../src/fleet/jobs/stuck-pods";
import { anyPod, jobLabels, jobPod, managerPod, now, podOf, scope } from "./pods";

const minutes = (count: number) => count * 60;
const living = managerPod({ name: "manager", ageSeconds: minutes(6000), running: [minutes(6000)] });

function judge(objects: readonly object[], more: Partial<StuckPodQuery> = {}) {
  const question = { scope, pods: objects.map(podOf), managers: [podOf(living)], now, ...more };
  return findStuckPods(question).map(({ pod, reasons }) => [pod.name, ...reasons.map(({ code }) => code)]);
}

describe("a job pod hangs", () => {
  it("that its manager should have given up: pending beyond poll_timeout and five minutes", () => {
    const pending = (name: string, ageSeconds: number) => jobPod({ name, ageSeconds, phase: "Pending" });
    expect(judge([pending("young", minutes(15)), pending("old", minutes(15) + 1)])).toEqual([
      ["old", "never-started"],
    ]);
    const spot = { labels: { "glrunner/runner": "spot" }, namespace: "gitlab-jobs-spot", phase: "Pending" };
    expect(judge([jobPod({ ...spot, name: "waits", ageSeconds: minutes(16) })])).toEqual([]);
    const gone = { labels: { "glrunner/runner": "gone" }, phase: "Pending", ageSeconds: minutes(59) };
    expect(judge([jobPod({ ...gone, name: "of nobody" })])).toEqual([]);
  });

  it("that runs beyond the job's timeout and a quarter of an hour", () => {
    const at = (name: string, ageSeconds: number) => jobPod({ name, ageSeconds });
    expect(judge([at("in time", minutes(75)), at("over", minutes(75) + 1)])).toEqual([
      ["over", "job-timeout"],
    ]);
    const odd = { "job.runner.gitlab.com/timeout": "soon" };
    expect(judge([jobPod({ name: "odd", ageSeconds: minutes(5000), annotations: odd })])).toEqual([]);
  });

  it("that is older than the limit, in any phase; the oldest first", () => {
    const pods = [jobPod({ name: "a", ageSeconds: 3601 }), jobPod({ name: "b", ageSeconds: 7200 })];
    expect(judge(pods, { olderThanSeconds: 3600 })).toEqual([
      ["b", "job-timeout", "too-old"],
      ["a", "too-old"],
    ]);
  });

  it("that ended an hour ago, and was left", () => {
    const ended = (name: string, phase: string, endedSeconds: number) =>
      jobPod({ name, phase, endedSeconds, ageSeconds: minutes(300) });
    expect(
      judge([
        ended("fresh", "Succeeded", 3600),
        ended("done", "Succeeded", 3601),
        ended("lost", "Failed", 3601),
      ]),
    ).toEqual([
      ["done", "ended"],
      ["lost", "ended"],
    ]);
  });

  it("that was evicted an hour ago: by the last of its containers and conditions, whichever is later", () => {
    const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();
    const conditions = (...seconds: readonly number[]) =>
      seconds.map((each) => ({ type: "Ready", status: "False", lastTransitionTime: ago(each) }));
    const evicted = (name: string, status: object) =>
      jobPod({ name, phase: "Failed", ageSeconds: minutes(300), status });
    const initContainerStatuses = [{ state: { terminated: { finishedAt: ago(minutes(299)) } } }];
    const pods = [
      evicted("just now", { conditions: conditions(minutes(300), 10), initContainerStatuses }),
      evicted("left", { conditions: conditions(minutes(300), 3601) }),
      evicted("only its preparation", { initContainerStatuses }),
      evicted("untold", {}),
    ];
    expect(judge(pods)).toEqual([
      ["left", "ended"],
      ["only its preparation", "ended"],
    ]);
    expect(judge([evicted("untold", {})], { olderThanSeconds: 3600 })).toEqual([["untold", "too-old"]]);
  });

  it("never that is being deleted already", () => {
    expect(judge([jobPod({ name: "a", ageSeconds: minutes(9000), deleted: true })])).toEqual([]);
  });
});

describe("a job's manager is gone", () => {
  const job = jobPod({ name: "job", ageSeconds: minutes(30) });
  const gone = [["job", "manager-gone"]];
  const managed = (managers: readonly object[], pod: object = job) =>
    judge([pod], { managers: managers.map(podOf) });

  it("where none of its runner lives, once the job is ten minutes old", () => {
    expect(managed([])).toEqual(gone);
    expect(managed([managerPod({ name: "m", runner: "spot", ageSeconds: 9000 })])).toEqual(gone);
    expect(managed([managerPod({ name: "m", ageSeconds: 9000, phase: "Failed" })])).toEqual(gone);
    expect(managed([{ ...managerPod({ name: "m", ageSeconds: 9000, namespace: "elsewhere" }) }])).toEqual(
      gone,
    );
    expect(managed([], jobPod({ name: "young", ageSeconds: margins.manager }))).toEqual([]);
  });

  it("where every one was started after it, as after a crash", () => {
    const since = (name: string, seconds: number) =>
      managerPod({ name, ageSeconds: minutes(300), running: [seconds] });
    expect(managed([since("restarted", minutes(20))])).toEqual(gone);
    expect(managed([since("old", minutes(200)), since("new", minutes(20))])).toEqual([]);
    // A minute is what clocks may differ by.
    expect(managed([since("m", minutes(29))])).toEqual([]);
    expect(managed([managerPod({ name: "replaced", ageSeconds: minutes(10), phase: "Pending" })])).toEqual(
      gone,
    );
  });

  it("not where one is being deleted, and lets its jobs finish", () => {
    const ending = { ageSeconds: minutes(300), running: [minutes(300)], deleted: true };
    expect(managed([managerPod({ name: "m", ...ending })])).toEqual([]);
  });

  it("not where one is between two starts: whose jobs it had is not known", () => {
    expect(managed([managerPod({ name: "m", ageSeconds: minutes(300) })])).toEqual([]);
  });

  it("not where managers could not be listed, nor where GitLab's own label names another manager", () => {
    expect(judge([job], { managers: undefined })).toEqual([]);
    const other = { "manager.runner.gitlab.com/name": "other-fast" };
    expect(managed([], jobPod({ name: "job", ageSeconds: minutes(30), labels: other }))).toEqual([]);
  });

  it("of a name that is longer than a label, too", () => {
    const runner = `r${"-a".repeat(19)}`;
    const cluster = "c".repeat(24);
    const label = `${cluster}-${runner}`.slice(0, 63).replace(/-+$/, "");
    expect(label).toHaveLength(62);
    const labels = { "glrunner/runner": runner, "manager.runner.gitlab.com/name": label };
    const pods = [podOf(jobPod({ name: "job", ageSeconds: minutes(30), labels }))];
    expect(findStuckPods({ scope: { ...scope, cluster }, pods, managers: [], now })).toHaveLength(1);
  });
});

describe("of any list of pods", () => {
  const labels = fc.record(
    {
      "glrunner/runner": fc.constantFrom("fast", "spot", "gone"),
      "job.runner.gitlab.com/pod": fc.constant("x"),
      "manager.runner.gitlab.com/name": fc.constantFrom("ci-fast", "ci-spot", "ci-gone", "other"),
      "glrunner/manager": fc.constantFrom("fast", "spot"),
      "runner.gitlab.com/pause-pod": fc.constant("true"),
      app: fc.constant("web"),
    },
    { requiredKeys: [] },
  );
  const pod = fc
    .record({
      name: fc.uuid(),
      namespace: fc.constantFrom("gitlab-jobs-fargate", "gitlab-jobs-spot", "gitlab-runner", "default"),
      // Most of them are jobs, so that there is something to find.
      labels: fc.oneof(labels, { arbitrary: fc.constant(jobLabels), weight: 4 }),
      annotations: fc.record({
        "job.runner.gitlab.com/timeout": fc.constantFrom("10m0s", "1h0m0s", "x", ""),
      }),
      ageSeconds: fc.integer({ min: -100, max: 20_000 }),
      phase: fc.constantFrom("Pending", "Running", "Succeeded", "Failed", "Unknown"),
      deleted: fc.constantFrom(false, false, false, true),
      running: fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 2 }),
      endedSeconds: fc.option(fc.integer({ min: 0, max: 20_000 }), { nil: undefined }),
    })
    .map((props) => podOf(anyPod(props)));
  const pods = fc.array(pod, { maxLength: 20, size: "max" });
  const olderThanSeconds = fc.integer({ min: 0, max: 20_000 });

  it("only jobs of ours hang, in our namespaces, with both labels, that are no managers and old enough", () => {
    let found = 0;
    fc.assert(
      fc.property(pods, fc.option(pods, { nil: undefined }), olderThanSeconds, (some, managers, limit) => {
        const hung = findStuckPods({ scope, pods: some, managers, now, olderThanSeconds: limit });
        found += hung.length;
        return hung.every(
          ({ pod: each, reasons }) =>
            each.labels.has("glrunner/runner") &&
            each.labels.has("job.runner.gitlab.com/pod") &&
            !each.labels.has("glrunner/manager") &&
            !each.labels.has("runner.gitlab.com/pause-pod") &&
            ["gitlab-jobs-fargate", "gitlab-jobs-spot"].includes(each.namespace) &&
            !each.ending &&
            reasons.length > 0 &&
            (now - each.created) / 1000 > Math.min(limit, margins.manager),
        );
      }),
      { numRuns: 150 },
    );
    expect(found).toBeGreaterThan(150);
  });

  it("none hangs that is younger than all limits", () => {
    const young = pods.map((some) =>
      some.map((each) => ({ ...each, created: now - margins.manager * 1000 })),
    );
    fc.assert(
      fc.property(
        young,
        pods,
        (some, managers) => findStuckPods({ scope, pods: some, managers, now }).length === 0,
      ),
    );
  });
});
