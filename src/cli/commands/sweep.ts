import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { config, dryRun } from "./shared-options";

export const sweep = defineCommand({
  name: "sweep",
  summary: "Delete what AWS kept of a destroyed cluster",
  details: "Deletes only resources that provably belonged to the cluster, and reports the rest.",
  arguments: noArguments,
  options: { config, "dry-run": dryRun },
  examples: [
    { command: "glrunner sweep --dry-run", purpose: "List what would be deleted." },
    { command: "glrunner sweep", purpose: "Delete it." },
  ],
  exits: { failed: "The cluster still exists, or a resource could not be deleted." },
  run: async (call) => (await import("../actions/sweep")).runSweep(call),
});
