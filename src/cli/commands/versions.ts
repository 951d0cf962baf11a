import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { config, day } from "./shared-options";

export const versions = defineCommand({
  name: "versions",
  summary: "Show the Kubernetes versions of EKS and what fits them",
  arguments: noArguments,
  options: { config, on: day },
  examples: [
    { command: "glrunner versions", purpose: "See what EKS creates today." },
    { command: "glrunner versions --on 2027-03-01 --json", purpose: "The same for another day, as JSON." },
  ],
  run: async (call) => (await import("../actions/check")).runVersions(call),
});
