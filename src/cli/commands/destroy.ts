import { defineCommand } from "../definition/command";
import { confirm } from "./resume";
import { project, stageArguments } from "./shared-options";

export const destroy = defineCommand({
  name: "destroy",
  summary: "Destroy the stages, then what AWS leaves behind",
  details:
    "Destroys in reverse order and asks for the cluster's name. Without a terminal it needs --confirm.",
  arguments: stageArguments,
  options: { ...project, confirm },
  examples: [
    { command: "glrunner destroy", purpose: "Destroy everything, after you type the cluster's name." },
    { command: "glrunner destroy runners --confirm glrunner", purpose: "Destroy a stage in CI." },
  ],
  exits: {
    failed: "A stage failed: `glrunner resume` finishes the run.",
    cancelled: "The destroy was not confirmed.",
  },
  run: async (call) => (await import("../actions/run/deploy")).runDestroy(call),
});
