/** The fuzz target for lines of a manager's log, from which `jobs --cost` calculates its report. */
import fc from "fast-check";
import { costGroups } from "../../src/fleet/jobs/cost/cost-groups";
import { endedJob } from "../../src/fleet/jobs/cost/ended-job";
import { jobCostPage } from "../../src/fleet/jobs/cost/html-report";
import { jobCostReport, jobCostSchema } from "../../src/fleet/jobs/cost/job-cost-report";
import { jobCostText } from "../../src/fleet/jobs/cost/text";
import { endLine, logEvent } from "../fleet/jobs/cost/lines";
import { configOf } from "../support/synth";
import { damaged, strangeJson } from "./hostile-text";
import { assertPrintable, target } from "./target";

const jobConfig = configOf({
  ...{ name: "ci", region: "us-east-1", runners: [{ name: "fast", token: "env:TF_VAR_a" }] },
});

const jobLine = fc.constant(logEvent(endLine({ project: "group/\u202eapp" })));

/** Values of any type and size. */
const value = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constant(null),
);
const strangeLine = fc
  .dictionary(
    fc.constantFrom("job", "duration_s", "project", "project_full_path", "pipeline_id", "runner_name"),
    value,
    { noNullPrototype: true },
  )
  .map((values) => logEvent({ ...endLine(), ...values }));

/** Reads lines and prints every form of the report. It accepts an input if at least one line is an ended job. */
export const jobLog = target(
  "job log",
  fc.array(
    fc.oneof(
      damaged(jobLine),
      jobLine,
      strangeLine,
      strangeJson(["msg", "job", "duration_s", "runner_name", "project_full_path", "kubernetes"]).map(
        (value) => JSON.stringify(value),
      ),
    ),
    { maxLength: 5 },
  ),
  (lines) => {
    const jobs = lines
      .map((line) => endedJob(line, { cluster: "ci" }))
      .filter((job) => job !== undefined && job !== "unreadable");
    const [from, to] = [new Date(0), new Date(1)];
    const ended = { group: undefined, from, jobs, unreadable: 0 };
    for (const by of costGroups) {
      const report = jobCostReport(jobConfig, { by, to, ended });
      jobCostSchema.parse(JSON.parse(JSON.stringify(report)));
      assertPrintable(jobCostText(report));
      jobCostPage(report, "ci");
    }
    return jobs.length > 0 ? "accepted" : "refused";
  },
);
