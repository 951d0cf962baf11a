import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { config, fileEnding, jobs } from "./shared-options";

export const capacity = defineCommand({
  name: "capacity",
  summary: "Calculate how long N jobs take and what limits them",
  details:
    "Names the limit that the fleet reaches first, and the change that helps most. Calculates from the configuration alone: it asks neither AWS nor GitLab.",
  arguments: noArguments,
  options: { config, jobs, chart: fileEnding([".svg", ".html"], "Draw a chart into this file.") },
  examples: [
    { command: "glrunner capacity --jobs 1000", purpose: "Calculate with 1000 jobs at the same time." },
    { command: "glrunner capacity --jobs 1000 --chart fleet.html", purpose: "Draw the same as a page." },
  ],
  exits: { failed: "The chart could not be written." },
  run: async (call) => (await import("../actions/fleet/capacity")).runCapacity(call),
});
