/**
 * The command line `glrunner`. Commands return data; this file alone reads arguments and prints: results to
 * stdout, everything else to stderr.
 */
import { homedir } from "node:os";
import { parseArgs } from "node:util";
import { formatProblems, loadConfig, problemsToJson } from "../config";
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

export function run(args: readonly string[], env: NodeJS.ProcessEnv, terminal: Terminal): ExitCode {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    return usage(terminal, error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  const [command = "help", ...rest] = positionals;
  if (values.help || command === "help") {
    terminal.out(helpText);
    return exitCodes.ok;
  }
  if (values.output === "") return usage(terminal, "--output names no folder");
  if (rest.length > 0) return usage(terminal, `${command} takes no argument ${rest.join(" ")}`);
  const loaded = () => load(values.config, values.json, env, terminal);
  const print = (result: unknown, text: string) => {
    terminal.out(values.json ? `${JSON.stringify(result, null, 2)}\n` : text);
  };
  switch (command) {
    case "check":
      return loaded() ? exitCodes.ok : exitCodes.refused;
    case "synth": {
      const config = loaded();
      if (!config) return exitCodes.refused;
      const result = synth(config, values.output);
      print(result, synthText(result));
      return exitCodes.ok;
    }
    case "modules": {
      const result = modules(env, homedir());
      print(result, exportText(result.environment));
      if (result.cache.ok) return exitCodes.ok;
      terminal.err(`glrunner: ${result.cache.message}\n  fix: ${result.cache.fix}\n`);
      return exitCodes.failed;
    }
    default:
      return usage(terminal, `${command} is not a command`);
  }
}

function load(path: string | undefined, json: boolean, env: NodeJS.ProcessEnv, terminal: Terminal) {
  const today = new Date().toISOString().slice(0, 10);
  const loaded = loadConfig({ path, env, today, home: homedir(), cwd: process.cwd() });
  const found = loaded.ok ? loaded.warnings : loaded.problems;
  if (found.length > 0) {
    if (json && !loaded.ok) terminal.out(problemsToJson(found));
    else terminal.err(formatProblems(found));
  }
  return loaded.ok ? loaded.config : undefined;
}

function usage(terminal: Terminal, message: string): ExitCode {
  terminal.err(`glrunner: ${message}\nSee glrunner help.\n`);
  return exitCodes.refused;
}
