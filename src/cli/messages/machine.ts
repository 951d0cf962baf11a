/** The codes of commands that prepare this machine: bootstrap, the demo and the emulator. */
import { failed, refused, type MessageEntries } from "./entry";

export const machineMessages = {
  "home-missing": refused(
    "The folder that HOME names does not exist.",
    "Create the folder, or set HOME to a folder that exists.",
  ),
  "bootstrap-failed": failed(
    "The workspace could not be prepared.",
    "Read the message, then run the command again.",
  ),
  "programs-missing": failed(
    "A program that a deployment needs could not be installed.",
    "Do what the message asks for, then run `glrunner bootstrap` again.",
  ),
  "requirements-missing": failed(
    "The emulator needs programs that this machine does not have, and they could not be installed.",
    "Do what the message lists, then run the command again. Without the Internet, pass `--mirror URL` or set GLRUNNER_MIRROR (docs/emulator.md lists what a mirror holds).",
  ),
  "demo-needs-account": refused(
    "The configuration refers to existing AWS resources, and the demo's account is empty.",
    "Run the demo with a configuration that creates its own network and tokens.",
  ),
  "demo-failed": failed(
    "The demo could not deploy or destroy the configuration.",
    "Report it with the message. The demo does not change the configuration.",
  ),
  "demo-left-resources": failed(
    "The demo found resources after the destroy, which is a defect of glrunner.",
    "Report it with what the demo lists.",
  ),
  "emulator-starting": failed("Another command is starting the emulator.", "Run the command again."),
  "emulator-not-started": failed(
    "The emulator did not start.",
    "Read the log in the message, then run the command again.",
  ),
  "emulator-not-running": failed("No emulator is running.", "Start the emulator: glrunner emulate up."),
  "emulator-unreachable": failed(
    "The emulator is running but does not respond.",
    "Run `glrunner emulate down`, then `glrunner emulate up`.",
  ),
  "variable-not-removable": failed(
    "The environment has a variable whose name a shell cannot unset.",
    "Start a shell without it, as the message shows.",
  ),
} as const satisfies MessageEntries;
