/**
 * The command line `glrunner`. Commands return data; this file alone reads arguments and prints: results to
 * stdout, everything else to stderr.
 */
import { homedir } from "node:os";
import { parseArgs } from "node:util";
import { formatProblems, loadConfig, problemsToJson, type Config } from "../config";
import { helpText } from "./help";
import { exportText, modules } from "./modules";
import { synth, synthText } from "./synth";

/** Every exit code, once. */
export const exitCodes = { ok: 0, failed: 1, refused: 2 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const options = {
  config: { type: "string", short: "c" },
  output: { type: "string", short: "o" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** What a command gets: its arguments, read, and the ways to answer. */
interface Call {
  readonly values: ReturnType<typeof readArguments>["values"];
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  readonly print: (result: unknown, text: string) => void;
}

type Run = (call: Call) => ExitCode | Promise<ExitCode>;
/** One run, or one for each word that must follow. */
type Command = Run | Readonly<Record<string, Run>>;

const commands: Readonly<Record<string, Command>> = {
  synth: (call) => {
    const config = load(call);
    if (!config) return exitCodes.refused;
    const result = synth(config, call.values.output);
    call.print(result, synthText(result));
    return exitCodes.ok;
  },
  check: (call) => (load(call) ? exitCodes.ok : exitCodes.refused),
  modules: ({ env, print, terminal }) => {
    const result = modules(env, homedir());
    print(result, exportText(result.environment));
    return result.cache.ok ? exitCodes.ok : fail(terminal, result.cache.message, result.cache.fix);
  },
};

export async function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<ExitCode> {
  let parsed;
  try {
    parsed = readArguments(args);
  } catch (error) {
    return usage(terminal, error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  const [name = "help", ...rest] = positionals;
  if (values.help || name === "help") {
    terminal.out(helpText);
    return exitCodes.ok;
  }
  const command = ownOf(commands, name);
  if (command === undefined) return usage(terminal, `${name} is not a command`);
  if (values.output === "") return usage(terminal, "--output names no folder");
  const [action = "", ...others] = rest;
  const chosen = typeof command === "function" ? command : ownOf(command, action);
  if (chosen === undefined) return usage(terminal, `${name} needs one of ${Object.keys(command).join(", ")}`);
  const extra = typeof command === "function" ? rest : others;
  if (extra.length > 0) return usage(terminal, `${name} takes no argument ${extra.join(" ")}`);
  const print = (result: unknown, text: string) => {
    terminal.out(values.json ? `${JSON.stringify(result, null, 2)}\n` : text);
  };
  return chosen({ values, env, terminal, print });
}

function ownOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function readArguments(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: true });
}

/** @param home what `~` is in the configuration. Default: the user's own */
function load({ values, env, terminal }: Call, home = homedir()): Config | undefined {
  const today = new Date().toISOString().slice(0, 10);
  const loaded = loadConfig({ path: values.config, env, today, home, cwd: process.cwd() });
  const found = loaded.ok ? loaded.warnings : loaded.problems;
  if (found.length > 0) {
    if (values.json && !loaded.ok) terminal.out(problemsToJson(found));
    else terminal.err(formatProblems(found));
  }
  return loaded.ok ? loaded.config : undefined;
}

function fail(terminal: Terminal, message: string, fix: string): ExitCode {
  terminal.err(`glrunner: ${message}\n  fix: ${fix}\n`);
  return exitCodes.failed;
}

function usage(terminal: Terminal, message: string): ExitCode {
  terminal.err(`glrunner: ${message}\nSee glrunner help.\n`);
  return exitCodes.refused;
}
