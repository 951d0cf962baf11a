import { noArguments } from "../definition/arguments";
import { defineCommand, type CommandGroup } from "../definition/command";
import { flag } from "../definition/option";
import { config, timeSpan, watch } from "./shared-options";

const list = defineCommand({
  name: "jobs",
  summary: "Show running jobs: since when, where, at what price",
  arguments: noArguments,
  options: { config, watch },
  examples: [
    { command: "glrunner jobs", purpose: "See what runs in the cluster now." },
    { command: "glrunner jobs --watch", purpose: "See jobs come and go." },
  ],
  exits: { failed: "The cluster does not exist or does not answer." },
  run: async (call) => (await import("../actions/jobs")).runJobs(call),
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
  run: async (call) => (await import("../actions/jobs")).runJobsClean(call),
});

export const jobs: CommandGroup = {
  name: "jobs",
  summary: "Show running jobs and their price; delete stuck ones",
  own: list,
  commands: [clean],
};
