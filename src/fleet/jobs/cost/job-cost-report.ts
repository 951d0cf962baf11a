/**
 * Adds up the costs of ended jobs by project, pipeline, runner or user, by recorded list prices. Jobs without a known price
 * have separate rows with the reason. No sum counts them as zero.
 */
import * as z from "zod";
import type { Config, Runner } from "../../../config";
import { mayBeInterrupted } from "../../../config/resolve/routing";
import type { Usd } from "../../../config/placement/usd";
import { jobUsd } from "../../price/job-cost";
import { costGroups, type CostGroup } from "./cost-groups";
import type { EndedJob } from "./ended-job";
import type { EndedJobs } from "./read-ended-jobs";

/** Why a price is not known. */
const reasons = ["runner-not-configured", "no-spot-percent", "no-recorded-price"] as const;
export type UnknownPrice = (typeof reasons)[number];

const count = z.number().int().nonnegative();
const seconds = z.number().nonnegative().describe("From when a manager took each job until it ended.");

const rowSchema = z.object({
  key: z
    .string()
    .nullable()
    .describe(
      "group/project, group/project#pipeline, the runner's name, or GitLab's id of the user; null where the log does not say it.",
    ),
  jobs: count,
  failed: count.describe("How many of the jobs failed."),
  seconds,
  usd: z.union([z.number().nonnegative(), z.literal("unknown")]),
  why: z.enum(reasons).optional().describe("Why the price is unknown."),
});

/** What `jobs --cost --json` prints. `docs/jobs-cost.schema.json` is made from this schema. */
export const jobCostSchema = z.object({
  region: z.string(),
  by: z.enum(costGroups),
  from: z.iso
    .datetime()
    .describe("The time asked for, or from when on the log has lines at all, if that is later."),
  to: z.iso.datetime(),
  group: z.string().nullable().describe("The log group; null if the managers' pods were read."),
  rows: z.array(rowSchema).describe("The most expensive first, then those of unknown price."),
  total: z.object({
    jobs: count,
    seconds,
    usd: z.number().nonnegative().describe("Of the jobs whose price is known."),
    unknownJobs: count.describe("Jobs that are not in usd."),
  }),
  unreadable: count.describe("Lines about the end of a job that lack its number or duration: in no row."),
});
export type JobCostReport = z.output<typeof jobCostSchema>;
export type JobCostRow = JobCostReport["rows"][number];

interface JobCostQuery {
  readonly by: CostGroup;
  readonly to: Date;
  readonly ended: Pick<EndedJobs, "group" | "from" | "jobs" | "unreadable">;
}

/** The report for all ended jobs that were read. */
export function jobCostReport(config: Config, { by, to, ended }: JobCostQuery): JobCostReport {
  const rows = new Map<string, JobCostRow>();
  for (const job of ended.jobs) {
    const [key, priced] = [keyOf(job, by), priceOf(config, job)];
    const at = JSON.stringify([key, priced.why]);
    const row = rows.get(at) ?? { key, jobs: 0, failed: 0, seconds: 0, ...priced, usd: zeroOf(priced.usd) };
    rows.set(at, added(row, job, priced.usd));
  }
  const all = [...rows.values()];
  return {
    ...{ region: config.region, by, from: ended.from.toISOString(), to: to.toISOString() },
    group: ended.group ?? null,
    rows: all.sort(expensiveFirst),
    total: {
      jobs: sum(all, ({ jobs }) => jobs),
      seconds: sum(all, ({ seconds }) => seconds),
      usd: sum(all, ({ usd }) => (usd === "unknown" ? 0 : usd)),
      unknownJobs: sum(all, ({ usd, jobs }) => (usd === "unknown" ? jobs : 0)),
    },
    unreadable: ended.unreadable,
  };
}

const sum = (rows: readonly JobCostRow[], of: (row: JobCostRow) => number) =>
  rows.reduce((total, row) => total + of(row), 0);

const zeroOf = (usd: Usd): Usd => (usd === "unknown" ? usd : 0);

function added(row: JobCostRow, job: EndedJob, usd: Usd): JobCostRow {
  return {
    ...row,
    jobs: row.jobs + 1,
    failed: row.failed + (job.succeeded ? 0 : 1),
    seconds: row.seconds + job.seconds,
    usd: row.usd === "unknown" || usd === "unknown" ? "unknown" : row.usd + usd,
  };
}

/** The id of a pipeline is unique in its GitLab; the project only makes it readable. */
function keyOf({ project, pipeline, runner, user }: EndedJob, by: CostGroup): string | null {
  switch (by) {
    case "project":
      return project ?? null;
    case "pipeline":
      return pipeline === undefined ? null : `${project ?? ""}#${pipeline}`;
    case "runner":
      return runner ?? null;
    case "user":
      return user === undefined ? null : String(user);
  }
}

interface Priced {
  readonly usd: Usd;
  readonly why?: UnknownPrice;
}

function priceOf(config: Config, { runner: name, seconds }: EndedJob): Priced {
  const runner = config.runners.find((candidate) => candidate.name === name);
  if (runner === undefined) return { usd: "unknown", why: "runner-not-configured" };
  const usd = jobUsd(config, runner, seconds);
  return usd === "unknown" ? { usd, why: whyUnknown(config, runner, seconds) } : { usd };
}

/** With `spotPercent` the Spot price is known if the on-demand price is known. */
function whyUnknown(config: Config, runner: Runner, seconds: number): UnknownPrice {
  if (!mayBeInterrupted(runner.compute)) return "no-recorded-price";
  const whole = { ...config, capacity: { ...config.capacity, spotPercent: 100 } };
  return jobUsd(whole, runner, seconds) === "unknown" ? "no-recorded-price" : "no-spot-percent";
}

function expensiveFirst(one: JobCostRow, other: JobCostRow): number {
  const [a, b] = [one, other].map(({ usd }) => (usd === "unknown" ? -1 : usd));
  return (
    (b ?? 0) - (a ?? 0) || other.seconds - one.seconds || String(one.key).localeCompare(String(other.key))
  );
}
