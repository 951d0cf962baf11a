/** What every command gets, and the few ways in which it may end. */
import { homedir } from "node:os";
import type { parseArgs } from "node:util";
import type { Printable, TerminalText } from "../html/terminal-text";
import { isEmulated, mixture } from "../clients/aws/emulation";
import { formatProblems, loadConfig, problemsToJson, type Config, type LoadResult } from "../config";

/**
 * Every exit code, once. `nothingChecked`: a check found nothing to look at, which is not a pass. A shell expects 130 of
 * a program that Ctrl-C ended: 128 and the number of SIGINT.
 */
export const exitCodes = { ok: 0, failed: 1, refused: 2, nothingChecked: 3, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const options = {
  config: { type: "string", short: "c" },
  output: { type: "string", short: "o" },
  "creation-seconds": { type: "string", default: "0" },
  yes: { type: "boolean", short: "y", default: false },
  "allow-loss": { type: "boolean", default: false },
  confirm: { type: "string" },
  journey: { type: "boolean", default: false },
  format: { type: "string", default: "terminal" },
  "dry-run": { type: "boolean", default: false },
  "older-than": { type: "string" },
  on: { type: "string" },
  to: { type: "string" },
  preset: { type: "string" },
  "from-state": { type: "string" },
  name: { type: "string" },
  region: { type: "string" },
  state: { type: "string" },
  token: { type: "string", multiple: true },
  jobs: { type: "string" },
  chart: { type: "string" },
  report: { type: "string", multiple: true },
  languages: { type: "boolean" },
  group: { type: "string" },
  project: { type: "string" },
  instance: { type: "boolean" },
  all: { type: "boolean" },
  offline: { type: "boolean", default: false },
  workspace: { type: "string" },
  terraform: { type: "string" },
  mirror: { type: "string" },
  checksum: { type: "string" },
  home: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;
export type OptionName = keyof typeof options;
export type Values = ReturnType<
  typeof parseArgs<{ options: typeof options; allowPositionals: true; args: string[] }>
>["values"];

export interface Terminal {
  /** The result, to stdout. What could steer a terminal is escaped, and secrets are masked. */
  readonly out: (text: string) => void;
  /** Everything else, to stderr, in the same way. */
  readonly err: (text: string) => void;
  /** Text with our own colours and cursor movements. @default its plain text goes to `out` or `err` */
  readonly paint?: (to: "out" | "err", text: TerminalText) => void;
  /** Whether a person watches `err`, so that a line may be written over. */
  readonly interactive: boolean;
  /** Whether `out` goes to a terminal too. @default false */
  readonly outInteractive?: boolean;
  /** Columns and lines of the terminal. */
  readonly size?: () => { readonly width: number; readonly height: number };
  /** Rejects what the signal ends, or the one who is asked leaves. @default nobody is there to answer */
  readonly ask?: (question: string, signal?: AbortSignal) => Promise<string>;
}

/** Strings are escaped; text of ours keeps its colours on a terminal. */
export function paint(terminal: Terminal, to: "out" | "err", text: Printable): void {
  if (typeof text !== "string" && terminal.paint) terminal.paint(to, text);
  else terminal[to](String(text));
}

type Loaded = Extract<LoadResult, { ok: true }>;

export interface Call {
  readonly values: Values;
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  /** What follows the command's own words. */
  readonly positionals: readonly string[];
  /** The result, to stdout: as JSON with --json, else as text. */
  readonly print: (result: unknown, text: Printable) => void;
  /**
   * Aborted by Ctrl-C and its like. Before the first call, Ctrl-C ends the process.
   * @param waitsFor what the command finishes first; printed when it is interrupted. @default nothing is printed
   */
  readonly onInterrupt: (waitsFor?: string) => AbortSignal;
}

/** Undefined when it was refused, which has been said then. */
export function load(call: Call, path = call.values.config): Config | undefined {
  const loaded = loadWithWarnings(call, path);
  if (loaded === undefined) return undefined;
  if (loaded.warnings.length > 0) call.terminal.err(formatProblems(loaded.warnings));
  // Whoever runs Terraform by hand in what a command wrote is past every later check.
  const mixed = isEmulated(call.env) && mixture(loaded.config.state, call.env, homeOf(call.env));
  if (!mixed) return loaded.config;
  fail(call, mixed.message, mixed.fix);
  return undefined;
}

/** The same, for who tells what was warned of as part of the result. */
export function loadWithWarnings({ values, env, terminal }: Call, path = values.config): Loaded | undefined {
  const today = new Date().toISOString().slice(0, 10);
  const loaded = loadConfig({ path, env, today, home: homeOf(env), cwd: process.cwd() });
  if (loaded.ok) return loaded;
  if (values.json) terminal.out(problemsToJson(loaded.problems));
  else terminal.err(formatProblems(loaded.problems));
  return undefined;
}

export function homeOf(env: NodeJS.ProcessEnv): string {
  return env.HOME ?? homedir();
}

/** Where the stacks are written, and what is kept beside them. */
export function outputFolder({ values, env }: Pick<Call, "values" | "env">): string {
  return values.output ?? env.CDKTF_OUTDIR ?? "cdktf.out";
}

export function fail({ terminal }: Pick<Call, "terminal">, message: string, fix: string): ExitCode {
  terminal.err(`glrunner: ${message}\n  fix: ${fix}\n`);
  return exitCodes.failed;
}

/** How a run ended, as a shell expects it. */
export function exitCodeOf(outcome: { readonly ok: boolean; readonly interrupted?: true }): ExitCode {
  if (outcome.ok) return exitCodes.ok;
  return outcome.interrupted === true ? exitCodes.interrupted : exitCodes.failed;
}

export function usage({ terminal }: Pick<Call, "terminal">, message: string): ExitCode {
  terminal.err(`glrunner: ${message}\nSee glrunner help.\n`);
  return exitCodes.refused;
}
