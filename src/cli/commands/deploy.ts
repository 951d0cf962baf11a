import { defineCommand } from "../definition/command";
import { allowLoss, project, stageArguments, yes } from "./shared-options";

export const deploy = defineCommand({
  name: "deploy",
  summary: "Plan, review, approve and apply stage by stage",
  details: "Applies exactly the plan that you approved. Without a terminal it needs --yes.",
  arguments: stageArguments,
  options: { ...project, yes, "allow-loss": allowLoss },
  examples: [
    { command: "glrunner deploy", purpose: "Deploy all stages, and approve each." },
    { command: "glrunner deploy --yes", purpose: "Deploy in CI: stops at a plan that loses data." },
    { command: "glrunner deploy vpc eks", purpose: "Deploy two stages." },
  ],
  exits: {
    failed: "A stage failed: `glrunner resume` finishes the run.",
    cancelled: "A plan was not approved.",
  },
  run: async (call) => (await import("../actions/run/deploy")).runDeploy(call),
});
