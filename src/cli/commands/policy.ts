import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { config } from "./shared-options";

export const policy = defineCommand({
  name: "policy",
  summary: "Print the IAM policies that a deploy needs",
  details: "As JSON, with the least rights that a deploy and a destroy of this configuration need.",
  arguments: noArguments,
  options: { config },
  examples: [{ command: "glrunner policy > policies.json", purpose: "Give them to your IAM administrator." }],
  run: async (call) => (await import("../actions/policy")).runPolicy(call),
});
