import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { flag, parsed } from "../definition/option";
import { config, day } from "./shared-options";

export const upgrade = defineCommand({
  name: "upgrade",
  summary: "List what to upgrade, in which order; set the next step",
  details:
    "Takes Kubernetes one minor version at a time, and Karpenter, the machine image and the runner chart in the order that each needs. Asks AWS for the cluster's version. Changes nothing without --write, which sets the first step's values in the configuration.",
  arguments: noArguments,
  options: {
    config,
    to: parsed({
      placeholder: "VERSION",
      meaning: "Go to this Kubernetes version.",
      fallback: "the one that glrunner is tested with",
      expected: "a Kubernetes version such as 1.36",
      parse: (given) => (/^1\.[1-9]\d?$/.test(given) ? given : undefined),
    }),
    on: day,
    offline: flag("Do not ask AWS: take the cluster's version from the configuration."),
    write: flag("Set the values of the first step in the configuration, and show the difference."),
  },
  examples: [
    { command: "glrunner upgrade", purpose: "See the steps." },
    {
      command: "glrunner upgrade --write",
      purpose: "Set what the first step needs, then plan and deploy it.",
    },
    {
      command: "glrunner upgrade --to 1.36 --offline",
      purpose: "See the way to a version, without credentials.",
    },
  ],
  exits: {
    refused: "The version cannot be reached, or the configuration has problems: nothing was written.",
  },
  run: async (call) => (await import("../actions/upgrade")).runUpgrade(call),
});
