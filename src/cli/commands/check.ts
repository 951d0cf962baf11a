import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { flag } from "../definition/option";
import { config, day, jobs } from "./shared-options";

export const check = defineCommand({
  name: "check",
  summary: "Check configuration, machine, account and tokens",
  details: "Lists every problem with its fix before a deploy meets it. Changes nothing.",
  arguments: noArguments,
  options: {
    config,
    on: day,
    jobs,
    offline: flag("Ask nothing of AWS."),
  },
  examples: [
    { command: "glrunner check", purpose: "Check everything before a deploy." },
    {
      command: "glrunner check --jobs 1000",
      purpose: "Check whether 1000 jobs at once succeed, and their cost.",
    },
    { command: "glrunner check --offline", purpose: "Check without credentials." },
    { command: "glrunner check --on 2027-03-01", purpose: "See which versions are out of support then." },
  ],
  exits: { failed: "At least one finding is an error." },
  run: async (call) => (await import("../actions/check")).runCheck(call),
});
