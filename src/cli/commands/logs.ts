import { oneArgument } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { flag, parsed } from "../definition/option";
import { config, timeSpan } from "./shared-options";

/** More lines than a terminal keeps. */
const maxLines = 1_000_000;

export const logs = defineCommand({
  name: "logs",
  summary: "Show the log of a runner's manager",
  details: "Asks the cluster with kubectl. Tokens and other secrets in the log are not shown.",
  arguments: oneArgument({
    placeholder: "RUNNER",
    meaning: "The runner, by its name in the configuration.",
    completes: "runner",
  }),
  options: {
    config,
    follow: flag("Show new lines as they come, until Ctrl-C.", "f"),
    since: timeSpan("Only lines that are not older than this.", "the whole log"),
    tail: parsed({
      placeholder: "N",
      meaning: "Only this number of lines, the last ones.",
      fallback: "all lines",
      expected: `a whole number from 1 to ${maxLines}`,
      parse: (given) =>
        /^[1-9]\d{0,6}$/.test(given) && Number(given) <= maxLines ? Number(given) : undefined,
    }),
    previous: flag("The log from before the manager's last restart."),
  },
  examples: [
    { command: "glrunner logs fargate --since 10m", purpose: "See what the manager did in ten minutes." },
    { command: "glrunner logs fargate --follow --tail 20", purpose: "Watch it." },
    { command: "glrunner logs fargate --previous", purpose: "See why it restarted." },
  ],
  exits: {
    failed: "The cluster does not answer, or the runner has no manager there.",
    interrupted: "Ctrl-C ended the log.",
  },
  run: async (call) => (await import("../actions/fleet/logs")).runLogs(call),
});
