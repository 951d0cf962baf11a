/**
 * All codes of commands that fail, with the exit level, the cause and the usual next step. A code never changes its
 * meaning, so that scripts and searches can rely on it. `docs/messages.md` is generated from this table.
 */
import { clusterMessages } from "./cluster";
import { commandLineMessages } from "./command-line";
import { machineMessages } from "./machine";
import { runMessages } from "./run";
import { runnersMessages } from "./runners";

export const messages = {
  ...commandLineMessages,
  ...runMessages,
  ...clusterMessages,
  ...runnersMessages,
  ...machineMessages,
} as const;

export type MessageCode = keyof typeof messages;
