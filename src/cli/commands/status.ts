import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { flag } from "../definition/option";
import { config, pageReport, watch } from "./shared-options";

export const status = defineCommand({
  name: "status",
  summary: "Show whether all is well, and what to do next",
  details:
    "Shows each stage with the run that brought it there, the cluster, its managers and jobs, the runners in GitLab, the last plan and the cost. What cannot be asked is unknown, with the reason.",
  arguments: noArguments,
  options: {
    config,
    offline: flag("Ask neither AWS, the cluster nor GitLab."),
    watch,
    report: pageReport,
  },
  examples: [
    { command: "glrunner status", purpose: "See whether all is well, and what to do next." },
    { command: "glrunner status --watch", purpose: "See it again every five seconds." },
  ],
  exits: { failed: "The report could not be written." },
  run: async (call) => (await import("../actions/status")).runStatus(call),
});
