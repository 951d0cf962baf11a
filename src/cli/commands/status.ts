import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { config } from "./shared-options";

export const status = defineCommand({
  name: "status",
  summary: "Show the last runs and the one in progress",
  arguments: noArguments,
  options: { config },
  examples: [{ command: "glrunner status", purpose: "See how the last run ended, and what to do next." }],
  run: async (call) => (await import("../actions/status")).runStatus(call),
});
