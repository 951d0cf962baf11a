import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { mirror, project } from "./shared-options";

export const demo = defineCommand({
  name: "demo",
  summary: "Deploy and destroy everything here, without AWS",
  details:
    "Runs real Terraform against an emulated AWS and Kubernetes on this machine, shows what exists after the deploy, and proves that nothing is left after the destroy.",
  arguments: noArguments,
  options: { ...project, mirror },
  examples: [
    { command: "glrunner demo", purpose: "Show the whole life of glrunner.yaml in about three minutes." },
  ],
  exits: {
    failed: "The emulator needs a missing program, a stage failed, or something was left.",
    interrupted: "Interrupted: nothing of the demo is left.",
  },
  run: async (call) => (await import("../actions/emulator/demo")).runDemo(call),
});
