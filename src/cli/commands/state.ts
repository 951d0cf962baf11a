import { noArguments } from "../definition/arguments";
import { defineCommand, type CommandGroup } from "../definition/command";
import { text } from "../definition/option";
import { project } from "./shared-options";

const move = defineCommand({
  name: "state move",
  summary: "Move the state to the backend and layout of another file",
  details: "Both configurations must describe the same cluster. Keeps a copy of every state it moves.",
  arguments: noArguments,
  options: {
    ...project,
    to: text({
      placeholder: "FILE",
      completes: "file",
      meaning: "Move to where this configuration keeps its state. Required.",
    }),
  },
  examples: [
    {
      command: "glrunner state move --to s3.yaml",
      purpose: "Move from local files to the bucket of s3.yaml.",
    },
  ],
  exits: { failed: "The state was not moved." },
  run: async (call) => (await import("../actions/state-move")).runStateMove(call),
});

export const state: CommandGroup = {
  name: "state",
  summary: "Move Terraform's state to another backend or layout",
  commands: [move],
};
