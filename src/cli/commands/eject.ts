import { oneArgument } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { project } from "./shared-options";

export const eject = defineCommand({
  name: "eject",
  summary: "Write plain Terraform, to continue without glrunner",
  details: "Writes the JSON, the lock files and the Terraform commands into a folder.",
  arguments: oneArgument({
    placeholder: "FOLDER",
    meaning: "Where to write. It must not hold other files.",
    completes: "folder",
  }),
  options: project,
  examples: [{ command: "glrunner eject terraform", purpose: "Write everything into ./terraform." }],
  exits: { failed: "The folder could not be written." },
  run: async (call) => (await import("../actions/eject")).runEject(call),
});
