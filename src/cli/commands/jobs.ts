import { costGroups } from "../../fleet/jobs/cost/cost-groups";
import { secondsOf } from "../../fleet/jobs/duration";
import { noArguments } from "../definition/arguments";
import { defineCommand, type CommandGroup } from "../definition/command";
import { choice, flag, parsed } from "../definition/option";
import { config, pageReport, timeSpan, watch } from "./shared-options";

/** A minute, and a leap year. */
const limits = { minSeconds: 60, maxSeconds: 366 * 86_400 };

/** Parses `7d` or a duration in the notation of Go into seconds. */
function spanOf(given: string): number | undefined {
  const days = /^(\d{1,3})d$/.exec(given)?.[1];
  const seconds = days === undefined ? secondsOf(given) : Number(days) * 86_400;
  if (seconds === undefined || seconds < limits.minSeconds) return undefined;
  return seconds > limits.maxSeconds ? undefined : seconds;
}

const list = defineCommand({
  name: "jobs",
  summary: "Show running jobs, or what ended jobs have cost",
  details:
    "With --cost it reads in the managers' log which jobs ended, and adds up their list prices. What has no price stays unknown.",
  arguments: noArguments,
  options: {
    config,
    watch,
    cost: flag("Show what ended jobs have cost instead of what runs."),
    since: parsed({
      placeholder: "TIME",
      meaning: "With --cost: count jobs that ended within this time.",
      fallback: "7d",
      expected: "a time from 1m to 366d, such as 7d or 36h",
      parse: spanOf,
    }),
    by: choice(costGroups, {
      placeholder: "WHAT",
      meaning: "With --cost: add up by project, pipeline, runner or user.",
      fallback: "project",
    }),
    csv: flag("With --cost: print CSV."),
    report: pageReport,
  },
  examples: [
    { command: "glrunner jobs", purpose: "See what runs in the cluster now." },
    { command: "glrunner jobs --watch", purpose: "See jobs come and go." },
    {
      command: "glrunner jobs --cost --by runner",
      purpose: "See what the jobs of each runner cost in a week.",
    },
    {
      command: "glrunner jobs --cost --since 30d --csv > cost.csv",
      purpose: "Write what the jobs of each project cost in a month.",
    },
  ],
  exits: {
    failed: "The cluster or its log does not exist or does not answer, or the page could not be written.",
  },
  run: async (call) => (await import("../actions/fleet/jobs")).runJobs(call),
});

const clean = defineCommand({
  name: "jobs clean",
  summary: "List stuck job pods with their reasons, and delete them",
  arguments: noArguments,
  options: {
    config,
    "older-than": timeSpan("Treat every job pod of this age as stuck.", "the job's own timeout"),
    yes: flag("Delete the listed pods without asking.", "y"),
  },
  examples: [
    { command: "glrunner jobs clean", purpose: "List stuck pods, and ask." },
    { command: "glrunner jobs clean --older-than 2h --yes", purpose: "Delete every job pod of two hours." },
  ],
  exits: { failed: "A pod could not be deleted.", cancelled: "There are stuck pods, and none was deleted." },
  run: async (call) => (await import("../actions/fleet/jobs")).runJobsClean(call),
});

export const jobs: CommandGroup = {
  name: "jobs",
  summary: "Show jobs and what they cost; delete stuck ones",
  own: list,
  commands: [clean],
};
