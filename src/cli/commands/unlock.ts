import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { flag } from "../definition/option";
import { config } from "./shared-options";

export const unlock = defineCommand({
  name: "unlock",
  summary: "Show and remove the locks of a lost run",
  details: "Removes nothing while a run is in progress, and asks first.",
  arguments: noArguments,
  options: { config, yes: flag("Remove the locks without asking.", "y") },
  examples: [
    { command: "glrunner unlock", purpose: "See which locks are held, and by whom." },
    { command: "glrunner unlock --yes && glrunner resume", purpose: "Continue after a lost machine." },
  ],
  exits: {
    failed: "A run is in progress, or a lock could not be removed.",
    cancelled: "Locks are held, and none was removed.",
  },
  run: async (call) => (await import("../actions/unlock")).runUnlock(call),
});
