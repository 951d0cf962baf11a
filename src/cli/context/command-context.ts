/** Options that many commands share, and the ways in which a command ends without success. */
import { homedir } from "node:os";
import type { Config } from "../../config";
import { TerminalText } from "../../html/terminal-text";
import type { CommandContext } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { messages, type MessageCode } from "../messages";
import { paint } from "../terminal/terminal";

/** The options of every command that reads a configuration. */
export interface ConfigOption {
  readonly config: string | undefined;
}

/** The options of every command that synthesizes. */
export interface ProjectOptions extends ConfigOption {
  readonly output: string | undefined;
}

/** Options of commands that calculate with a number of jobs. */
export interface JobCountOptions extends ConfigOption {
  readonly jobs: number | undefined;
}

/** The number of jobs that the runners run at the same time. At least 1, because the models divide by it. */
export function defaultJobCount({ runners }: Pick<Config, "runners">): number {
  return Math.max(
    1,
    runners.reduce((sum, { concurrent }) => sum + concurrent, 0),
  );
}

/** This day in UTC, YYYY-MM-DD. */
export const today = (): string => new Date().toISOString().slice(0, 10);

export function homeOf(env: NodeJS.ProcessEnv): string {
  return env.HOME ?? homedir();
}

/** The folder for the synthesized stacks: --output, else the folder that cdktf itself uses. */
export function outputFolder(env: NodeJS.ProcessEnv, given?: string): string {
  return given ?? env.CDKTF_OUTDIR ?? "cdktf.out";
}

/** Why a command failed, for a person and for --json. */
export interface CommandFailure {
  readonly code: MessageCode;
  readonly message: string;
  /** The one next step. @default the one of the code */
  readonly fix?: string;
  /** Id in the error catalogue, or the operating system's error code. Shown instead of the code. @default none */
  readonly known?: string;
  /** More data for --json. @default nothing */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Whether the command's own output already has the message and the fix. @default false */
  readonly isPrinted?: boolean;
}

/** Prints and reports why a command failed. @returns the exit code that belongs to the failure's code */
export function fail(
  { terminal, report }: Pick<CommandContext, "terminal" | "report">,
  { code, message, fix = messages[code].nextStep, known, details = {}, isPrinted = false }: CommandFailure,
): ExitCode {
  const shown = known ?? code;
  if (!isPrinted)
    paint(
      terminal,
      "err",
      TerminalText.of(
        TerminalText.styled("glrunner:", "red"),
        ` ${message} `,
        TerminalText.styled(`[${shown}]`, "dim"),
        `\n  fix: ${fix}\n`,
      ),
    );
  report({ code: shown, message, fix, details });
  return exitCodes[messages[code].level];
}

/** What a command does not do because nobody approved it. */
interface Declined {
  /** Such as "nothing was removed". */
  readonly what: string;
  /** The command line that approves it without a question. */
  readonly approve: string;
  readonly details?: CommandFailure["details"];
}

/** Ends a command that nobody approved. @returns the exit code `cancelled` */
export function decline(call: Pick<CommandContext, "terminal" | "report">, declined: Declined): ExitCode {
  const { what, approve, details } = declined;
  const message = `Cancelled: ${what}.`;
  const fix = `to approve it without a question: ${approve}`;
  const hint = call.terminal.ask === undefined ? ` There is no terminal to ask at; ${fix}` : "";
  call.terminal.err(`${message}${hint}\n`);
  return fail(call, { code: "not-approved", message, fix, details, isPrinted: true });
}
