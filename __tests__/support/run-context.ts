/** Creates the context that a part of a run needs, without a run: a folder with a real journal, and a session of a stack. */
import { runCommand } from "../../src/clients/system/command";
import { openStack, type RunContext, type RunStack, type StackSession } from "../../src/run/context";
import { openJournal } from "../../src/run/journal/journal";
import { configOf } from "./synth";

/** @param folder the folder of the run. @param more overrides the defaults */
function contextIn(folder: string, more: Partial<RunContext> = {}): RunContext {
  return {
    config: configOf({ name: "ci", region: "us-west-2" }),
    command: "deploy",
    stacks: [],
    env: {},
    folder,
    journal: openJournal(folder, "now"),
    emit: () => undefined,
    signal: new AbortController().signal,
    pause: () => Promise.resolve(),
    execute: runCommand,
    ...more,
  };
}

/** Opens a session of one stack in a run that has no other stacks. @param folder the folder of the run */
export function stackIn(folder: string, stack: RunStack, more: Partial<RunContext> = {}): StackSession {
  return openStack(contextIn(folder, more), stack);
}
