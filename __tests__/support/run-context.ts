/** What a part of a run gets, without the run: a folder with a real journal, and a list of what is told. */
import type { RunContext } from "../../src/run/context";
import { openJournal } from "../../src/run/journal/journal";
import { configOf } from "./synth";

/** @param folder of the run */
export function contextIn(folder: string, more: Partial<RunContext> = {}): RunContext {
  return {
    config: configOf({ name: "ci", region: "us-west-2" }),
    stacks: [],
    env: {},
    folder,
    journal: openJournal(folder, "now"),
    tell: () => undefined,
    signal: new AbortController().signal,
    initialised: new Set(),
    pause: () => Promise.resolve(),
    ...more,
  };
}
