/** Loads the configuration, synthesizes its stacks, and selects the stages that the command line names. */
import { dirname, resolve } from "node:path";
import type { Config } from "../../../config";
import { singleStack, stages, type StackName } from "../../../config/stages";
import type { RunOptions } from "../../../run/run-session";
import type { RunStack } from "../../../run/context";
import { fail, homeOf, outputFolder, type ProjectOptions } from "../../context/command-context";
import { didYouMean } from "../../definition/did-you-mean";
import type { CommandCall } from "../../definition/command";
import { type ExitCode, exitCodes } from "../../exit-codes";
import { load, type LoadChoice } from "../../context/load-config";
import { synth, type SynthResult } from "../synth";

export type Project = Omit<RunOptions, "onEvent"> & {
  /** The stages to run, in deploy order. */
  readonly chosen: readonly RunStack[];
};

/** The synthesized stacks in deploy order. */
export function runStacks({ layout }: Pick<Config, "layout">, { stacks }: SynthResult): RunStack[] {
  return stackNames(layout).flatMap((name) => {
    const written = stacks.find((each) => each.name === name);
    return written === undefined ? [] : [{ name, folder: resolve(dirname(written.file)) }];
  });
}

const stackNames = (layout: Config["layout"]): readonly StackName[] =>
  layout === "single" ? [singleStack] : stages;

/** @returns the project, or an exit code after printing why the configuration or a stage is refused */
export function openProject(call: CommandCall<ProjectOptions>, choice: LoadChoice = {}): Project | ExitCode {
  const config = load(call, choice);
  if (config === undefined) return exitCodes.refused;
  const names = stackNames(config.layout);
  const unknown = call.positionals.filter((name) => !names.some((known) => known === name));
  if (unknown.length > 0) {
    return fail(call, {
      code: "stage-unknown",
      message: `layout ${config.layout} has no stage ${unknown.join(", ")}, only ${names.join(", ")}${didYouMean(unknown[0] ?? "", names)}`,
    });
  }
  const stacks = runStacks(config, synth(config, outputFolder(call.env, call.values.output)));
  const isChosen = (name: string) => call.positionals.length === 0 || call.positionals.includes(name);
  return {
    config,
    stacks,
    chosen: stacks.filter(({ name }) => isChosen(name)),
    env: call.env,
    home: homeOf(call.env),
    signal: call.onInterrupt(),
  };
}
