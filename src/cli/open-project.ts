/** The configuration as stacks on this machine, and the ones that a command was asked about. */
import { dirname, resolve } from "node:path";
import type { Config } from "../config";
import { singleStack, stages, type StackName } from "../config/stages";
import type { RunOptions } from "../run/run-session";
import type { RunStack } from "../run/context";
import { homeOf, load, outputFolder, usage, type Call, type ExitCode, exitCodes } from "./command-context";
import { synth, type SynthResult } from "./actions/synth";

export type Project = Omit<RunOptions, "onEvent"> & {
  /** In deploy order. */
  readonly chosen: readonly RunStack[];
};

/** In deploy order. */
export function runStacks({ layout }: Pick<Config, "layout">, { stacks }: SynthResult): RunStack[] {
  return stackNames(layout).flatMap((name) => {
    const written = stacks.find((each) => each.name === name);
    return written === undefined ? [] : [{ name, folder: resolve(dirname(written.file)) }];
  });
}

const stackNames = (layout: Config["layout"]): readonly StackName[] =>
  layout === "single" ? [singleStack] : stages;

/** The exit code when the configuration or the stages were refused, which has been said then. */
export function openProject(call: Call): Project | ExitCode {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const names = stackNames(config.layout);
  const unknown = call.positionals.filter((name) => !names.some((known) => known === name));
  if (unknown.length > 0) {
    return usage(call, `${unknown.join(", ")} is no stage of layout ${config.layout}: ${names.join(", ")}`);
  }
  const stacks = runStacks(config, synth(config, outputFolder(call)));
  const wanted = (name: string) => call.positionals.length === 0 || call.positionals.includes(name);
  return {
    config,
    stacks,
    chosen: stacks.filter(({ name }) => wanted(name)),
    env: call.env,
    home: homeOf(call.env),
    signal: call.onInterrupt(),
  };
}
