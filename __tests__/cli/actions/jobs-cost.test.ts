import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { run } from "../../../src/cli";
import { endLine, logEvent } from "../../fleet/jobs/cost/lines";
import { managerPod, now } from "../../fleet/jobs/pods";
import { cluster, scriptedAws, type ScriptedAws } from "../../support/scripted-aws";

const config = (more = "") => `name: ci
region: us-east-1
state: { backend: local }
cluster: { endpoint: { allowedCidrs: ["203.0.113.0/24"] } }
${more}
runners:
  - { name: fast, token: env:TF_VAR_token }
`;
/** A text of this form. */
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const filter = "Logs_20140328.FilterLogEvents";

describe("glrunner jobs --cost", () => {
  let folder: string;
  let aws: ScriptedAws;
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["Date"], now });
    aws = await scriptedAws();
    folder = mkdtempSync(join(tmpdir(), "glr-"));
    writeFileSync(join(folder, "ci.yaml"), config());
  });
  afterEach(async () => {
    vi.useRealTimers();
    await aws.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const glrunner = async (...args: readonly string[]) => {
    const said = { out: "", err: "" };
    const env = {
      ...{ HOME: folder, PATH: `${join(folder, "bin")}:/usr/bin:/bin`, AWS_ENDPOINT_URL: aws.url },
      ...{ AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "s3cret" },
    };
    const code = await run(["jobs", ...args, "--config", join(folder, "ci.yaml")], env, {
      out: (text) => (said.out += text),
      err: (text) => (said.err += text),
      interactive: false,
    });
    return { code, ...said };
  };
  const events = (...messages: readonly string[]) => {
    aws.answers.set(filter, JSON.stringify({ events: messages.map((message) => ({ message })) }));
  };
  const json = async (...args: readonly string[]): Promise<unknown> =>
    JSON.parse((await glrunner("--cost", "--json", ...args)).out);
  const error = async (...args: readonly string[]): Promise<unknown> => {
    const { code, out } = await glrunner(...args, "--json");
    const document: unknown = JSON.parse(out);
    return { code, document };
  };

  it("adds up what the managers logged in CloudWatch in a week, each job once", async () => {
    const line = logEvent(endLine({ seconds: 3600 }));
    events(line, line, logEvent(endLine({ job: 8, seconds: 60, error: ": exit status 1" })), "no JSON");
    expect(await json()).toMatchObject({
      ...{ region: "us-east-1", by: "project", group: "/glrunner/ci/fargate" },
      ...{ from: "2026-11-21T12:00:00.000Z", to: "2026-11-28T12:00:00.000Z" },
      rows: [{ key: "group/app", jobs: 2, failed: 1, seconds: 3660 }],
      total: { jobs: 2, unknownJobs: 0 },
    });
    expect(aws.asked(filter)).toEqual([
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

  it("prints text, CSV, or a page next to either", async () => {
    events(logEvent(endLine()));
    const page = join(folder, "cost.html");
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

  it("refuses options that need --cost, and those that exclude each other, all at once", async () => {
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
    aws.answers.set(filter, [400, JSON.stringify({ __type: type, message: "no" })]);
    expect(await error("--cost")).toMatchObject({
      code: 1,
      document: { error: { code: "log-unreadable", fix: like(new RegExp(fix)) } },
    });
  });

  describe("without logs in CloudWatch", () => {
    const kubectl = (logs: string) => {
      const bin = join(folder, "bin");
      mkdirSync(bin, { recursive: true });
      const manager = managerPod({ name: "manager", ageSeconds: 90_000, running: [7200] });
      writeFileSync(join(folder, "pods.json"), JSON.stringify({ items: [manager] }));
      const script = `#!/bin/sh\necho "$*" >>"${folder}/calls"\n[ $1 = get ] && exec cat "${folder}/pods.json"\n${logs}\n`;
      writeFileSync(join(bin, "kubectl"), script);
      chmodSync(join(bin, "kubectl"), 0o755);
    };
    beforeEach(() => {
      writeFileSync(join(folder, "ci.yaml"), config("addons: { logging: { enabled: false } }"));
      aws.answers.set("GET /clusters/ci", cluster("ci"));
    });

    it("reads the managers' pods, from when they started", async () => {
      writeFileSync(join(folder, "log"), `${JSON.stringify(endLine({ seconds: 60 }))}\nStarting\n`);
      kubectl(`cat "${folder}/log"`);
      expect(await json("--since", "1d")).toMatchObject({
        ...{ group: null, from: "2026-11-28T10:00:00.000Z" },
        rows: [{ key: "group/app", jobs: 1, seconds: 60 }],
      });
      expect(readFileSync(join(folder, "calls"), "utf8")).toMatch(
        /^logs manager --namespace gitlab-runner --since=86400s /m,
      );
    });

    it("fails where a log is refused", async () => {
      kubectl('echo "Error from server (Forbidden): pods \\"manager\\" is forbidden" >&2; exit 1');
      expect(await error("--cost")).toMatchObject({
        code: 1,
        document: { error: { code: "log-unreadable", message: like(/Forbidden/) } },
      });
    });
  });
});
