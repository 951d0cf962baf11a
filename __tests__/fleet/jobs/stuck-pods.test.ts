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

describe("a job pod is stuck", () => {
  it("if it is pending for longer than poll_timeout and five minutes", () => {
    const pending = (name: string, ageSeconds: number) => jobPod({ name, ageSeconds, phase: "Pending" });
    expect(judge([pending("young", minutes(15)), pending("old", minutes(15) + 1)])).toEqual([
      ["old", "never-started"],
    ]);
    const spot = { labels: { "glrunner/runner": "spot" }, namespace: "gitlab-jobs-spot", phase: "Pending" };
    expect(judge([jobPod({ ...spot, name: "waits", ageSeconds: minutes(16) })])).toEqual([]);
    const gone = { labels: { "glrunner/runner": "gone" }, phase: "Pending", ageSeconds: minutes(59) };
    expect(judge([jobPod({ ...gone, name: "of nobody" })])).toEqual([]);
  });

  it("if it is older than the job's timeout and 15 minutes", () => {
    const at = (name: string, ageSeconds: number) => jobPod({ name, ageSeconds });
    expect(judge([at("in time", minutes(75)), at("over", minutes(75) + 1)])).toEqual([
      ["over", "job-timeout"],
    ]);
    const odd = { "job.runner.gitlab.com/timeout": "soon" };
    expect(judge([jobPod({ name: "odd", ageSeconds: minutes(5000), annotations: odd })])).toEqual([]);
  });

  it("if it is older than the given limit, in any phase; the oldest is first", () => {
    const pods = [jobPod({ name: "a", ageSeconds: 3601 }), jobPod({ name: "b", ageSeconds: 7200 })];
    expect(judge(pods, { olderThanSeconds: 3600 })).toEqual([
      ["b", "job-timeout", "too-old"],
      ["a", "too-old"],
    ]);
  });

  it("if it ended an hour ago and still exists", () => {
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

  it("if it was evicted an hour ago, by the later of its last container and its last condition", () => {
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

  it("never if it is being deleted", () => {
    expect(judge([jobPod({ name: "a", ageSeconds: minutes(9000), deleted: true })])).toEqual([]);
  });
});

describe("the manager of a job is gone", () => {
  const job = jobPod({ name: "job", ageSeconds: minutes(30) });
  const gone = [["job", "manager-gone"]];
  const managed = (managers: readonly object[], pod: object = job) =>
    judge([pod], { managers: managers.map(podOf) });

  it("if no manager of its runner is running and the job is ten minutes old", () => {
    expect(managed([])).toEqual(gone);
    expect(managed([managerPod({ name: "m", runner: "spot", ageSeconds: 9000 })])).toEqual(gone);
    expect(managed([managerPod({ name: "m", ageSeconds: 9000, phase: "Failed" })])).toEqual(gone);
    expect(managed([{ ...managerPod({ name: "m", ageSeconds: 9000, namespace: "elsewhere" }) }])).toEqual(
      gone,
    );
    expect(managed([], jobPod({ name: "young", ageSeconds: margins.manager }))).toEqual([]);
  });

  it("if every manager of its runner started after the job, as after a crash", () => {
    const since = (name: string, seconds: number) =>
      managerPod({ name, ageSeconds: minutes(300), running: [seconds] });
    expect(managed([since("restarted", minutes(20))])).toEqual(gone);
    expect(managed([since("old", minutes(200)), since("new", minutes(20))])).toEqual([]);
    // The clocks may differ by a minute.
    expect(managed([since("m", minutes(29))])).toEqual([]);
    expect(managed([managerPod({ name: "replaced", ageSeconds: minutes(10), phase: "Pending" })])).toEqual(
      gone,
    );
  });

  it("but not while a manager is being deleted, because it finishes its jobs", () => {
    const ending = { ageSeconds: minutes(300), running: [minutes(300)], deleted: true };
    expect(managed([managerPod({ name: "m", ...ending })])).toEqual([]);
  });

  it("but not while a manager restarts, because its jobs are unknown", () => {
    expect(managed([managerPod({ name: "m", ageSeconds: minutes(300) })])).toEqual([]);
  });

  it("but not if managers could not be listed, or if GitLab's label names another manager", () => {
    expect(judge([job], { managers: undefined })).toEqual([]);
    const other = { "manager.runner.gitlab.com/name": "other-fast" };
    expect(managed([], jobPod({ name: "job", ageSeconds: minutes(30), labels: other }))).toEqual([]);
  });

  it("also if its name is longer than a label", () => {
    const runner = `r${"-a".repeat(19)}`;
    const cluster = "c".repeat(24);
    const label = `${cluster}-${runner}`.slice(0, 63).replace(/-+$/, "");
    expect(label).toHaveLength(62);
    const labels = { "glrunner/runner": runner, "manager.runner.gitlab.com/name": label };
    const pods = [podOf(jobPod({ name: "job", ageSeconds: minutes(30), labels }))];
    expect(findStuckPods({ scope: { ...scope, cluster }, pods, managers: [], now })).toHaveLength(1);
  });
});

describe("in every list of pods", () => {
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
      // Most pods are jobs, so that some are stuck.
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

  it("only old enough job pods of this cluster's runners are stuck", () => {
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

  it("no pod is stuck that is younger than all limits", () => {
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
