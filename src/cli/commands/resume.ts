import { text } from "../definition/option";
import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { allowLoss, project, yes } from "./shared-options";

export const confirm = text({
  placeholder: "NAME",
  meaning: "Approve the destroy by the cluster's name.",
});

export const resume = defineCommand({
  name: "resume",
  summary: "Finish a run that failed or was lost",
  details: "Imports resources that exist but are missing from the state, then continues the last run.",
  arguments: noArguments,
  options: { ...project, yes, "allow-loss": allowLoss, confirm },
  examples: [
    { command: "glrunner resume", purpose: "Continue after an error or a lost session." },
    { command: "glrunner resume --confirm glrunner", purpose: "Continue a destroy without a question." },
  ],
  exits: { failed: "A stage failed again.", cancelled: "A plan was not approved." },
  run: async (call) => (await import("../actions/run/deploy")).runResume(call),
});
