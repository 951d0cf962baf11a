import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { endLine, logEvent } from "../../../fleet/jobs/cost/lines";
import { managerPod, now } from "../../../fleet/jobs/pods";
import { clusterYaml, useScriptedCluster } from "../../../support/scripted-cluster";

/** A text of this form. */
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const filter = "Logs_20140328.FilterLogEvents";

describe("glrunner jobs --cost", () => {
  const at = useScriptedCluster(clusterYaml(["fast"]));
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const glrunner = (...args: readonly string[]) => at.glrunner(["jobs", ...args]);
  const events = (...messages: readonly string[]) => {
    at.aws().answers.set(filter, JSON.stringify({ events: messages.map((message) => ({ message })) }));
  };
  const json = async (...args: readonly string[]): Promise<unknown> =>
    JSON.parse((await glrunner("--cost", "--json", ...args)).out);
  const error = async (...args: readonly string[]): Promise<unknown> => {
    const { code, out } = await glrunner(...args, "--json");
    const document: unknown = JSON.parse(out);
    return { code, document };
  };

  it("adds up a week of the managers' log in CloudWatch, each job once", async () => {
    const line = logEvent(endLine({ seconds: 3600 }));
    events(line, line, logEvent(endLine({ job: 8, seconds: 60, error: ": exit status 1" })), "no JSON");
    expect(await json()).toMatchObject({
      ...{ region: "us-east-1", by: "project", group: "/glrunner/ci/fargate" },
      ...{ from: "2026-11-21T12:00:00.000Z", to: "2026-11-28T12:00:00.000Z" },
      rows: [{ key: "group/app", jobs: 2, failed: 1, seconds: 3660 }],
      total: { jobs: 2, unknownJobs: 0 },
    });
    expect(at.aws().asked(filter)).toEqual([
      {
        logGroupName: "/glrunner/ci/fargate",
        filterPattern: '{ ($.kubernetes.namespace_name = "gitlab-runner") && ($.msg = "Job *") }',
        ...{ startTime: now - 7 * 86_400_000, endTime: now },
      },
    ]);
  });

  it.each([
    ["36h", 36 * 3600],
    ["90m", 5400],
    ["1m", 60],
    ["30d", 30 * 86_400],
    // The log group keeps 30 days.
    ["366d", 30 * 86_400],
  ])("counts from --since %s on, as far as the log is kept", async (since, seconds) => {
    events();
    expect(await json("--since", since)).toMatchObject({
      from: new Date(now - seconds * 1000).toISOString(),
    });
  });

  it.each(["project", "pipeline", "runner", "user"])("adds up by %s", async (by) => {
    events(logEvent(endLine()));
    const key = { project: "group/app", pipeline: "group/app#40", runner: "fast", user: "3" }[by];
    expect(await json("--by", by)).toMatchObject({ by, rows: [{ key, jobs: 1 }] });
  });

  it("prints text or CSV, and writes a page in addition", async () => {
    events(logEvent(endLine()));
    const page = at.path("cost.html");
    const text = await glrunner("--cost");
    const csv = await glrunner("--cost", "--csv", "--report", page);
    expect(text.out).toContain("\n1 job, 1 min 31 s: $");
    expect(csv).toMatchObject({ code: 0, err: `The report was written to ${page}\n` });
    expect(csv.out.split("\n")).toEqual([
      "by,key,jobs,failed,seconds,usd,why",
      like(/^project,group\/app,1,0,90\.5,0\.\d{6},$/),
      "",
    ]);
    expect(readFileSync(page, "utf8")).toContain("<svg");
  });

  it("refuses every bad value at once", async () => {
    expect(await error("--cost", "--since", "soon", "--by", "day", "--report", "x.txt")).toMatchObject({
      code: 2,
      document: {
        error: {
          code: "option-invalid",
          message: like(/^--since takes .*, not soon; --by takes .*, not day; --report takes /),
        },
      },
    });
  });

  it.each(["0d", "59s", "367d", "1w", "-7d", "7", ""])("refuses --since=%s", async (since) => {
    expect(await error("--cost", `--since=${since}`)).toMatchObject({
      code: 2,
      document: { error: { code: "option-invalid" } },
    });
  });

  it("refuses options without --cost and conflicting options, all at once", async () => {
    expect(await error("--since", "7d", "--by", "user", "--csv")).toMatchObject({
      code: 2,
      document: {
        error: {
          code: "option-missing",
          message: like(/--since, --by, --csv.*; --csv and --json/),
        },
      },
    });
    expect(await error("--cost", "--watch", "--csv")).toMatchObject({
      code: 2,
      document: { error: { code: "option-conflict", message: like(/--watch.*; --csv/) } },
    });
  });

  it.each([
    ["AccessDeniedException", "logs:FilterLogEvents"],
    ["ResourceNotFoundException", "addons"],
  ])("fails where CloudWatch answers %s, and names the way out", async (type, fix) => {
    at.aws().answers.set(filter, [400, JSON.stringify({ __type: type, message: "no" })]);
    expect(await error("--cost")).toMatchObject({
      code: 1,
      document: { error: { code: "log-unreadable", fix: like(new RegExp(fix)) } },
    });
  });

  describe("without logs in CloudWatch", () => {
    const kubectl = (logs: string) => {
      at.put("pods", [managerPod({ name: "manager", ageSeconds: 90_000, running: [7200] })]);
      at.kubectl(`[ $1 = get ] && exec cat "${at.path("pods.json")}"`, logs);
    };
    beforeEach(() => {
      writeFileSync(at.path("ci.yaml"), clusterYaml(["fast"], "addons: { logging: { enabled: false } }"));
    });

    it("reads the logs of the managers' pods since their start", async () => {
      writeFileSync(at.path("log"), `${JSON.stringify(endLine({ seconds: 60 }))}\nStarting\n`);
      kubectl(`cat "${at.path("log")}"`);
      expect(await json("--since", "1d")).toMatchObject({
        ...{ group: null, from: "2026-11-28T10:00:00.000Z" },
        rows: [{ key: "group/app", jobs: 1, seconds: 60 }],
      });
      expect(at.calls()).toContain("logs manager --namespace gitlab-runner --since=86400s");
    });

    it("fails if the cluster refuses a log", async () => {
      kubectl('echo "Error from server (Forbidden): pods \\"manager\\" is forbidden" >&2; exit 1');
      expect(await error("--cost")).toMatchObject({
        code: 1,
        document: { error: { code: "log-unreadable", message: like(/Forbidden/) } },
      });
    });
  });
});
