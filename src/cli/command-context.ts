/** What many actions need from a call, and the ways in which one may fail. */
import { homedir } from "node:os";
import type { CommandContext } from "./definition/command";
import { exitCodes, type ExitCode } from "./exit-codes";

/** The options of every command that reads a configuration. */
export interface ConfigOption {
  readonly config: string | undefined;
}

/** The options of every command that synthesizes. */
export interface ProjectOptions extends ConfigOption {
  readonly output: string | undefined;
}

export function homeOf(env: NodeJS.ProcessEnv): string {
  return env.HOME ?? homedir();
}

/** The folder that the stacks are written to: the one of --output, else the one that cdktf would take. */
export function outputFolder(env: NodeJS.ProcessEnv, given?: string): string {
  return given ?? env.CDKTF_OUTDIR ?? "cdktf.out";
}

export function fail({ terminal }: Pick<CommandContext, "terminal">, message: string, fix: string): ExitCode {
  terminal.err(`glrunner: ${message}\n  fix: ${fix}\n`);
  return exitCodes.failed;
}

export function usage({ terminal }: Pick<CommandContext, "terminal">, message: string): ExitCode {
  terminal.err(`glrunner: ${message}\nSee glrunner help.\n`);
  return exitCodes.refused;
}
