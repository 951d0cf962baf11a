import { readFileSync, rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { jobPod, managerPod, now, type PodProps } from "../../../fleet/jobs/pods";
import { noCluster } from "../../../support/scripted-aws";
import { clusterYaml, useScriptedCluster } from "../../../support/scripted-cluster";

describe("glrunner jobs", () => {
  const at = useScriptedCluster(clusterYaml(["fast", "idle"]));
  const { put } = at;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now });
    for (const kind of ["pods", "nodes", "events"]) put(kind, []);
    put("managers", [manager]);
    program("");
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A kubectl that lists the files of `put`, and answers a deletion with `remove`, a piece of shell. */
  const program = (remove: string) => {
    at.kubectl(
      'case "$1 $2 $3" in',
      `"get pods --namespace") exec cat "${at.path("managers.json")}" ;;`,
      `"get "*) exec cat "${at.path("$2.json")}" ;;`,
      "esac",
      `cat "$5" >> "${at.path("sent")}"`,
      remove,
    );
  };
  /** @param answer what a person answers; empty for Ctrl-C. @default nobody is at a terminal */
  const glrunner = async (args: readonly string[], answer?: string) => {
    let asked = "";
    const ask = (question: string) => {
      asked += question;
      return answer ? Promise.resolve(answer) : Promise.reject(new Error("stopped at a question"));
    };
    const result = await at.glrunner(args, answer === undefined ? {} : { ask });
    return { ...result, asked };
  };
  const deletions = () => at.calls().filter((line) => line.startsWith("delete "));

  const url = "https://gitlab.com/group/app/-/jobs/7";
  const annotations = { "job.runner.gitlab.com/url": url };
  const job = (name: string, more: Partial<PodProps> = {}) =>
    jobPod({ name, ageSeconds: 5400, annotations, ...more });
  const manager = managerPod({ name: "manager", ageSeconds: 90_000, running: [90_000] });
  const deletion = (name: string) => `delete --raw /api/v1/namespaces/gitlab-jobs-fargate/pods/${name}`;

  it("shows running jobs with their price, and reports stuck pods", async () => {
    const spec = { nodeName: "fargate-ip-10-0-0-1" };
    const running = {
      CapacityProvisioned: "1vCPU 2GB",
      "job.runner.gitlab.com/name": "build",
      ...annotations,
    };
    put("pods", [
      job("runs", { ageSeconds: 1800, annotations: running, spec }),
      job("waits", { ageSeconds: 2400, phase: "Pending" }),
      job("foreign", { namespace: "elsewhere" }),
    ]);
    const involvedObject = { namespace: "gitlab-jobs-fargate", name: "waits" };
    put("events", [
      { involvedObject, reason: "FailedScheduling", message: "later", lastTimestamp: "2026-11-28T11:00:00Z" },
      { involvedObject, reason: "FailedScheduling", message: "first", lastTimestamp: "2026-11-28T10:00:00Z" },
    ]);
    const { code, out } = await glrunner(["jobs"]);
    expect(code).toBe(0);
    expect(out.split("\n").map((line) => line.replace(/ {2,}/g, " | "))).toEqual([
      "RUNNER | POD | JOB | STATE | FOR | ON | USD/H | USD SO FAR | LINK",
      `fast | waits | pending | 40 min | - | $0.00 | $0.00 | ${url}`,
      " | FailedScheduling: later",
      `fast | runs | build | running | 30 min | Fargate 1 vCPU 2 GB | $0.04937 | $0.00 | ${url}`,
      "",
      "fast: 1 running, 1 pending, $0.04937 an hour",
      "idle: 0 running, 0 pending, $0.00 an hour",
      "List prices in us-east-1. A job on a node costs its share of the full node. Spot has no list price.",
      "1 job pod is stuck: run glrunner jobs clean to see which, and why.",
      "",
    ]);
  });

  it("is data with --json", async () => {
    put("pods", [job("hung")]);
    const { out } = await glrunner(["jobs", "--json"]);
    expect(JSON.parse(out)).toMatchObject({
      region: "us-east-1",
      runners: [
        { runner: "fast", running: 1, pending: 0 },
        { runner: "idle", running: 0 },
      ],
      jobs: [{ runner: "fast", pod: "hung", state: "running", ageSeconds: 5400, url }],
      hung: [{ pod: "hung", reasons: [{ code: "job-timeout", limitSeconds: 4500 }] }],
    });
  });

  it("fails where AWS has no such cluster", async () => {
    at.aws().answers.set("GET /clusters/ci", noCluster);
    const missing = await glrunner(["jobs"]);
    expect(missing.code).toBe(1);
    expect(missing.err).toContain("there is no cluster ci in us-east-1 that answers yet");
  });

  it("fails with a fix where kubectl is missing", async () => {
    rmSync(at.path("bin"), { recursive: true });
    const { code, err } = await glrunner(["jobs"]);
    expect(code).toBe(1);
    expect(err).toContain("could not list the job pods");
    expect(err).toContain("fix: ");
  });

  describe("clean", () => {
    beforeEach(() => {
      put("pods", [job("hung"), job("young", { ageSeconds: 60 })]);
    });
    const reason = "is older than 1 h 15 min (the job's timeout and 15 min)";
    const line = `gitlab-jobs-fargate/hung (1 h 30 min) ${url}: ${reason}\n`;

    it("only lists the stuck pods without a terminal", async () => {
      expect(await glrunner(["jobs", "clean"])).toMatchObject({
        code: 4,
        out: `1 job pod is stuck:\n  ${line}`,
      });
      expect(deletions()).toEqual([]);
    });

    it.each(["n", "no", ""])("deletes nothing when the answer is %j", async (answer) => {
      const { code, asked, err } = await glrunner(["jobs", "clean"], answer);
      expect({ code, err }).toEqual({
        code: 4,
        err: `1 job pod is stuck:\n  ${line}Cancelled: nothing was deleted.\n`,
      });
      expect(asked).toContain("Delete them? [y/N] ");
      expect(deletions()).toEqual([]);
    });

    it.each([
      [["jobs", "clean"], "y"],
      [["jobs", "clean", "--yes"], undefined],
    ])("deletes exactly the stuck pods, unless they changed: %j %j", async (args, answer) => {
      expect(await glrunner(args, answer)).toMatchObject({ code: 0, out: `deleted: ${line}` });
      expect(deletions()).toEqual([deletion("hung")]);
      expect(JSON.parse(readFileSync(at.path("sent"), "utf8"))).toEqual({
        ...{ apiVersion: "v1", kind: "DeleteOptions" },
        preconditions: { uid: "uid-hung", resourceVersion: "1" },
      });
    });

    it("treats every pod older than --older-than as stuck", async () => {
      const { out } = await glrunner(["jobs", "clean", "--older-than", "30s", "--json", "--yes"]);
      expect(JSON.parse(out)).toMatchObject({
        deleted: true,
        pods: [
          { pod: "hung", did: "deleted", reasons: [{ code: "job-timeout" }, { code: "too-old" }] },
          { pod: "young", did: "deleted", reasons: [{ text: "is older than 30 s" }] },
        ],
      });
    });

    it.each([
      ['Error from server (NotFound): pods "hung" not found', 0, "was already gone: "],
      ["Error from server (Conflict): Precondition failed", 0, "not deleted, since it has changed: "],
      [
        'Error from server (Forbidden): pods "hung" is forbidden',
        1,
        'could not be deleted (Error from server (Forbidden): pods "hung" is forbidden): ',
      ],
    ])("when kubectl prints %s, ends with exit code %d", async (said, exit, did) => {
      program(`echo '${said}' >&2; exit 1`);
      expect(await glrunner(["jobs", "clean", "--yes"])).toMatchObject({ code: exit, out: `${did}${line}` });
    });

    it("reports that no pod is stuck", async () => {
      put("pods", [job("young", { ageSeconds: 60 })]);
      const { code, out, asked } = await glrunner(["jobs", "clean"], "y");
      expect({ code, out, asked }).toEqual({ code: 0, out: "No job pod is stuck.\n", asked: "" });
    });

    it.each(["2d", "0s", "-1h", "soon"])("refuses --older-than=%s", async (time) => {
      const { code, err } = await glrunner(["jobs", "clean", `--older-than=${time}`]);
      expect(code).toBe(2);
      expect(err).toContain("--older-than takes a time such as 90m or 2h30m");
    });
  });

  it("refuses another action than clean", async () => {
    const { code, err } = await glrunner(["jobs", "dance"]);
    expect({ code, named: err.includes("dance") }).toEqual({ code: 2, named: true });
  });
});
