/** What many actions need from a call, and the ways in which one may fail. */
import { homedir } from "node:os";
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

export function homeOf(env: NodeJS.ProcessEnv): string {
  return env.HOME ?? homedir();
}

/** The folder that the stacks are written to: the one of --output, else the one that cdktf would take. */
export function outputFolder(env: NodeJS.ProcessEnv, given?: string): string {
  return given ?? env.CDKTF_OUTDIR ?? "cdktf.out";
}

/** Why a command failed, for a person and for --json. */
export interface CommandFailure {
  readonly code: MessageCode;
  readonly message: string;
  /** The one next step. @default the one of the code */
  readonly fix?: string;
  /** Id of the error in the error catalogue, or of the operating system: shown instead of the code. @default none */
  readonly known?: string;
  /** As data, for --json. @default nothing */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Whether the command has printed the message and the fix already, such as in its result. @default false */
  readonly isPrinted?: boolean;
}

/** Ends a command that failed. @returns the exit code of the failure's code */
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

/** What a command leaves undone when nobody approves it. */
interface Declined {
  /** Such as "nothing was removed". */
  readonly what: string;
  /** The command or the option that approves without a question. */
  readonly approve: string;
  readonly details?: CommandFailure["details"];
}

/** Ends a command that nobody approved: it did nothing, and that is no error. */
export function decline(call: Pick<CommandContext, "terminal" | "report">, declined: Declined): ExitCode {
  const { what, approve, details } = declined;
  const message = `Cancelled: ${what}.`;
  const fix = `to approve it without a question: ${approve}`;
  call.terminal.err(
    `${message}${call.terminal.ask === undefined ? ` Nobody is at a terminal; ${fix}` : ""}\n`,
  );
  return fail(call, { code: "not-approved", message, fix, details, isPrinted: true });
}
