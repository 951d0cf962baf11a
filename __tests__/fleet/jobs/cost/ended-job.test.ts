import { describe, expect, it } from "vitest";
import { endedJob } from "../../../../src/fleet/jobs/cost/ended-job";
import { endLine, logEvent, oldEndLine } from "./lines";

const read = (line: object | string, runner?: string) =>
  endedJob(typeof line === "string" ? line : JSON.stringify(line), {
    cluster: "ci",
    ...(runner !== undefined && { runner }),
  });

describe("the end of a job in a manager's log", () => {
  it("has the job, its duration and its project, pipeline, runner and user", () => {
    expect(read(endLine())).toEqual({
      ...{ job: 7, succeeded: true, seconds: 90.5, runner: "fast" },
      ...{ project: "group/app", pipeline: 40, user: 3 },
    });
  });

  it.each([": exit status 1", ' (system failure): prepare environment: pods "x" not found'])(
    "is a failure where the message says Job failed%s",
    (error) => {
      expect(read(endLine({ error }))).toMatchObject({ succeeded: false, seconds: 90.5 });
    },
  );

  it("uses the label of the manager's pod if the line has no runner name", () => {
    expect(read(oldEndLine())).toMatchObject({
      runner: undefined,
      pipeline: undefined,
      project: "group/app",
    });
    expect(read(oldEndLine(), "fast")).toMatchObject({ runner: "fast" });
    expect(read(logEvent(oldEndLine(), "spot"))).toMatchObject({ runner: "spot" });
  });

  it("ignores the runner name of another cluster", () => {
    expect(read({ ...endLine(), runner_name: "other-fast" })).toMatchObject({ runner: undefined });
  });

  it("has no value for fields that GitLab did not send", () => {
    const empty = { project_full_path: "", pipeline_id: 0, gitlab_user_id: 0 };
    expect(read({ ...endLine(), ...empty })).toMatchObject({
      ...{ project: "project 12", pipeline: undefined, user: undefined },
    });
    expect(read({ ...endLine(), ...empty, project: 0 })).toMatchObject({ project: undefined });
  });

  it.each([
    ["another line", { ...endLine(), msg: "Added job to processing list" }],
    ["what follows the end", { ...endLine(), msg: 'Job trace termination "Fail" failed' }],
    ["a name that begins so", { ...endLine(), msg: "Job failedness" }],
    ["no JSON", "Job succeeded duration_s=3"],
    ["a line of a job's own namespace", logEvent(endLine(), "fast", "gitlab-jobs-fargate")],
  ])("is not %s", (_, line) => {
    expect(read(line)).toBeUndefined();
  });

  it.each([
    { duration_s: undefined },
    { duration_s: "90" },
    { duration_s: -1 },
    { duration_s: 1e9 },
    { job: null },
  ])("is unreadable with %j", (change) => {
    expect(read({ ...endLine(), ...change })).toBe("unreadable");
  });
});
