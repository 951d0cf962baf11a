import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { project } from "./shared-options";

export const synth = defineCommand({
  name: "synth",
  summary: "Write the Terraform JSON of every stage",
  details: "Reports what each stage holds and where its JSON is. Asks nothing of AWS.",
  arguments: noArguments,
  options: project,
  examples: [
    { command: "glrunner synth", purpose: "Write the stages of glrunner.yaml into cdktf.out." },
    {
      command: "glrunner synth -c staging.yaml -o out --json",
      purpose: "Report the stages of another configuration as JSON.",
    },
  ],
  run: async (call) => (await import("../actions/synth")).runSynth(call),
});
