import { noArguments } from "../definition/arguments";
import { defineCommand, type CommandGroup } from "../definition/command";
import { parsed, withDefault } from "../definition/option";
import { mirror } from "./shared-options";

const creationSeconds = withDefault(
  parsed({
    placeholder: "N",
    meaning: "Let clusters and their parts take this many seconds until they are active.",
    expected: "a whole number of seconds up to 9999",
    parse: (given) => (/^\d{1,4}$/.test(given) ? Number(given) : undefined),
  }),
  0,
);

const actions = () => import("../actions/emulator/emulate");

const up = defineCommand({
  name: "emulate up",
  summary: "Start an emulated AWS and Kubernetes on this machine",
  details:
    "The emulator runs until `glrunner emulate down`. It listens on loopback only. Installs Terraform, the AWS provider and moto where they are missing, outside of the home.",
  arguments: noArguments,
  options: { "creation-seconds": creationSeconds, mirror },
  examples: [
    {
      command: 'glrunner emulate up && eval "$(glrunner emulate env)" && glrunner deploy vpc',
      purpose: "Deploy a stage without an AWS account.",
    },
  ],
  exits: { failed: "A program is missing and could not be installed, or the emulator did not start." },
  run: async (call) => (await actions()).runEmulateUp(call),
});

const env = defineCommand({
  name: "emulate env",
  summary: "Print the variables that lead a shell to the emulator",
  details:
    "For eval. Unsets every variable that could lead to a real account. If it fails, it prints `false`, so that the next command after && does not start.",
  arguments: noArguments,
  options: {},
  examples: [{ command: 'eval "$(glrunner emulate env)"', purpose: "Lead this shell to the emulator." }],
  exits: { failed: "No emulator is running." },
  run: async (call) => (await actions()).runEmulateEnv(call),
});

const status = defineCommand({
  name: "emulate status",
  summary: "Show what the emulator holds",
  arguments: noArguments,
  options: {},
  examples: [{ command: "glrunner emulate status", purpose: "List what was deployed to the emulator." }],
  exits: { failed: "No emulator is running." },
  run: async (call) => (await actions()).runEmulateStatus(call),
});

const down = defineCommand({
  name: "emulate down",
  summary: "Stop the emulator and delete everything in it",
  arguments: noArguments,
  options: {},
  examples: [{ command: "glrunner emulate down", purpose: "Stop it." }],
  run: async (call) => (await actions()).runEmulateDown(call),
});

const serve = defineCommand({
  name: "emulate serve",
  summary: "The process that `emulate up` starts",
  arguments: noArguments,
  options: { "creation-seconds": creationSeconds },
  examples: [{ command: "glrunner emulate serve", purpose: "Run the emulator in the foreground." }],
  hidden: true,
  run: async (call) => (await actions()).runEmulateServe(call),
});

export const emulate: CommandGroup = {
  name: "emulate",
  summary: "Run an emulated AWS and Kubernetes on this machine",
  commands: [up, env, status, down, serve],
};
