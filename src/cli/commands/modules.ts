import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";

export const modules = defineCommand({
  name: "modules",
  summary: "Fetch the pinned modules, for cdktf's own commands",
  details:
    "Prints the variables that make git use the local copy: run it inside eval. glrunner's own commands do this themselves.",
  arguments: noArguments,
  options: {},
  examples: [
    { command: 'eval "$(glrunner modules)" && npx cdktf deploy vpc', purpose: "Deploy a stage with cdktf." },
  ],
  exits: { failed: "The modules could not be fetched." },
  run: async (call) => (await import("../actions/modules")).runModules(call),
});
