import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EndedJob } from "../../../../src/fleet/jobs/cost/ended-job";
import { jobCostCsv } from "../../../../src/fleet/jobs/cost/csv";
import { jobCostPage } from "../../../../src/fleet/jobs/cost/html-report";
import { costGroups, type CostGroup } from "../../../../src/fleet/jobs/cost/cost-groups";
import { jobCostReport, jobCostSchema } from "../../../../src/fleet/jobs/cost/job-cost-report";
import { jobCostText } from "../../../../src/fleet/jobs/cost/text";
import { configOf, runner } from "../../../config/samples";

const region = "us-east-1";
/** 0.25 vCPU and 0.5 GB on Fargate: $0.0123425 an hour. */
const job = { cpu: 0.125, memory: "128Mi", helper: { cpu: 0.125, memory: "128Mi" } };
const runners = [
  runner({ name: "fast", job }),
  runner({ name: "nodes", compute: "on-demand", job }),
  runner({ name: "spot", compute: "spot", job }),
];
const config = configOf({ name: "ci", region, runners });
const to = new Date("2026-11-28T12:00:00Z");
const from = new Date("2026-11-21T12:00:00Z");

const ended = (change: Partial<EndedJob> = {}): EndedJob => ({
  ...{ job: 1, succeeded: true, seconds: 3600, runner: "fast", project: "group/app", pipeline: 40, user: 3 },
  ...change,
});
const group = "/glrunner/ci/fargate";
const report = (jobs: readonly EndedJob[], by: CostGroup = "project", of = config, unreadable = 0) =>
  jobCostReport(of, { by, to, ended: { group, from, jobs, unreadable } });
const hour = 0.0123425;
const about = (usd: number): unknown => expect.closeTo(usd, 12);

describe("the costs of ended jobs", () => {
  it("are by whole seconds on Fargate, for at least a minute", () => {
    const usd = (seconds: number) => report([ended({ seconds })]).rows[0]?.usd;
    expect(usd(3600)).toBeCloseTo(hour, 12);
    expect(usd(3)).toBeCloseTo(hour / 60, 12);
    expect(usd(90.5)).toBeCloseTo((hour * 91) / 3600, 12);
  });

  it("are the share of a full node of the cheapest type of the pool", () => {
    const [row] = report([ended({ runner: "nodes", seconds: 1800 })]).rows;
    const [whole] = report([ended({ runner: "nodes", seconds: 3600 })]).rows;
    expect(row?.usd).toBeGreaterThan(0);
    expect(Number(whole?.usd)).toBeCloseTo(2 * Number(row?.usd), 12);
  });

  it("are a percentage of that on Spot", () => {
    const half = configOf({ name: "ci", region, runners, capacity: { spotPercent: 40 } });
    const [spot] = report([ended({ runner: "spot" })], "project", half).rows;
    const [onDemand] = report([ended({ runner: "nodes" })], "project", half).rows;
    expect(Number(spot?.usd)).toBeCloseTo(Number(onDemand?.usd) * 0.4, 12);
  });

  const two = [
    ended(),
    ended({ job: 2, project: "group/web", pipeline: 41, user: 4, succeeded: false, seconds: 7200 }),
    ended({ job: 3, pipeline: 42, user: 4, seconds: 600 }),
  ];
  it.each<[CostGroup, readonly (readonly [string, number, number, number])[]]>([
    [
      "project",
      [
        ["group/web", 1, 1, 7200],
        ["group/app", 2, 0, 4200],
      ],
    ],
    [
      "pipeline",
      [
        ["group/web#41", 1, 1, 7200],
        ["group/app#40", 1, 0, 3600],
        ["group/app#42", 1, 0, 600],
      ],
    ],
    ["runner", [["fast", 3, 1, 11_400]]],
    [
      "user",
      [
        ["4", 2, 1, 7800],
        ["3", 1, 0, 3600],
      ],
    ],
  ])("are added up by %s, the most expensive first", (by, rows) => {
    const found = report(two, by);
    expect(found.rows.map(({ key, jobs, failed, seconds }) => [key, jobs, failed, seconds])).toEqual(rows);
    expect(found.total).toEqual({
      jobs: 3,
      seconds: 11_400,
      usd: about(hour * (11_400 / 3600)),
      unknownJobs: 0,
    });
  });

  it.each<[CostGroup, Partial<EndedJob>]>([
    ["project", { project: undefined }],
    ["pipeline", { pipeline: undefined }],
    ["user", { user: undefined }],
  ])("have a separate row for jobs without a %s in the log", (by, without) => {
    const { rows } = report([ended(), ended({ job: 2, ...without })], by);
    expect(rows.map(({ key, usd }) => [key === null, usd])).toEqual([
      [false, about(hour)],
      [true, about(hour)],
    ]);
  });
});

describe("a job without a known price", () => {
  it.each([
    ["runner-not-configured", ended({ runner: "gone" }), config],
    ["runner-not-configured", ended({ runner: undefined }), config],
    ["no-spot-percent", ended({ runner: "spot" }), config],
    ["no-recorded-price", ended(), configOf({ name: "ci", region: "mx-central-1", runners })],
    [
      "no-recorded-price",
      ended({ runner: "spot" }),
      configOf({ name: "ci", region: "mx-central-1", runners }),
    ],
  ])("has an unknown price and the reason %s", (why, job, of) => {
    const { rows, total } = report([job], "project", of);
    expect(rows).toEqual([{ key: "group/app", jobs: 1, failed: 0, seconds: 3600, usd: "unknown", why }]);
    expect(total).toEqual({ jobs: 1, seconds: 3600, usd: 0, unknownJobs: 1 });
  });

  it("has a separate row from the other jobs of its project", () => {
    const { rows, total } = report([ended({ runner: "spot", job: 2 }), ended()]);
    expect(rows.map(({ key, usd, why }) => [key, usd, why])).toEqual([
      ["group/app", about(hour), undefined],
      ["group/app", "unknown", "no-spot-percent"],
    ]);
    expect(total).toMatchObject({ jobs: 2, usd: about(hour), unknownJobs: 1 });
  });

  const anyJob = fc.record({
    job: fc.nat(),
    succeeded: fc.boolean(),
    seconds: fc.double({ min: 0, max: 90_000, noNaN: true }),
    runner: fc.constantFrom("fast", "nodes", "spot", "gone", undefined),
    project: fc.constantFrom("group/app", "group/web", undefined),
    pipeline: fc.constantFrom(1, 2, undefined),
    user: fc.constantFrom(1, 2, undefined),
  });
  it("never counts as 0, and every grouping has all jobs and the same sum", () => {
    fc.assert(
      fc.property(fc.array(anyJob, { maxLength: 40 }), (jobs) => {
        const each = costGroups.map((by) => report(jobs, by));
        for (const { rows, total } of each) {
          expect(rows.reduce((sum, row) => sum + row.jobs, 0)).toBe(jobs.length);
          expect(total.usd).toBeCloseTo(each[0]?.total.usd ?? NaN, 9);
          expect(total.unknownJobs).toBe(each[0]?.total.unknownJobs);
          for (const { usd, why } of rows) expect(usd === "unknown").toBe(why !== undefined);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("the reports of job costs", () => {
  const mixed = report(
    [
      ended(),
      ended({ job: 2, project: 'odd,"name"', succeeded: false }),
      ended({ job: 3, runner: "spot", seconds: 60 }),
      ended({ job: 4, project: undefined, runner: "gone" }),
    ],
    "project",
    config,
    2,
  );
  const none = report([]);

  it("match the golden files", async () => {
    const onPods = { ...none, group: null };
    await expect(`${jobCostText(mixed)}\n${jobCostText(onPods)}`).toMatchFileSnapshot(
      "../../../goldens/jobs-cost.txt",
    );
    const page = jobCostPage(mixed, "ci").replace(/^\s*\n/gm, "");
    await expect(page).toMatchFileSnapshot("../../../goldens/jobs-cost.html");
  });

  it("are CSV with CR LF, quotation marks where needed, and `unknown` prices", () => {
    expect(jobCostCsv(mixed).sequences({ color: false }).split("\r\n")).toEqual([
      "by,key,jobs,failed,seconds,usd,why",
      "project,group/app,1,0,3600.0,0.012343,",
      'project,"odd,""name""",1,1,3600.0,0.012343,',
      "project,,1,0,3600.0,unknown,runner-not-configured",
      "project,group/app,1,0,60.0,unknown,no-spot-percent",
      "",
    ]);
  });

  it("are JSON that matches the published schema", () => {
    expect(jobCostSchema.parse(JSON.parse(JSON.stringify(mixed)))).toEqual(mixed);
    expect(jobCostSchema.safeParse({ ...mixed, by: "day" }).success).toBe(false);
  });

  it("have no chart if no price is known, and no script", () => {
    expect(jobCostPage(none, "ci")).not.toContain("<svg");
    expect(jobCostPage(mixed, "ci").match(/<rect class="run"/g)).toHaveLength(2);
    expect(jobCostPage(mixed, "ci")).not.toMatch(/<script|src=|url\(/);
  });
});
