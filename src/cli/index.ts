/**
 * The command line `glrunner`. Commands return data; this file alone reads arguments and prints: results to
 * stdout, everything else to stderr.
 */
import { homedir } from "node:os";
import { parseArgs } from "node:util";
import { formatProblems, loadConfig, problemsToJson, type Config } from "../config";
import { findRequirements } from "../emulator/requirements";
import { demo, demoText, isEmpty, takenFromAccount } from "./demo";
import {
  emulateDown,
  emulateEnv,
  emulateServe,
  emulateStatus,
  emulateUp,
  statusText,
  upText,
} from "./emulate";
import { helpText } from "./help";
import { onInterrupt } from "./interrupt";
import { exportText, modules } from "./modules";
import { synth, synthText } from "./synth";

/** Every exit code, once. */
export const exitCodes = { ok: 0, failed: 1, refused: 2 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const options = {
  config: { type: "string", short: "c" },
  output: { type: "string", short: "o" },
  "creation-seconds": { type: "string", default: "0" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether a person watches `err`, so that a line may be written over. */
  readonly interactive: boolean;
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
  demo: runDemo,
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
  emulate: {
    up: async (call) => {
      const seconds = creationSeconds(call);
      if (seconds === undefined) return exitCodes.refused;
      const result = await emulateUp(seconds);
      if (!result.ok) return fail(call.terminal, result.message, result.fix);
      call.print(result, upText(result));
      return exitCodes.ok;
    },
    env: async ({ env, print, terminal }) => {
      const result = await emulateEnv(env);
      if (!result) return fail(terminal, "no emulator runs", "glrunner emulate up");
      print(result, `${result.unset.map((name) => `unset ${name}\n`).join("")}${exportText(result.set)}`);
      return exitCodes.ok;
    },
    status: async ({ env, print }) => {
      const result = await emulateStatus(env);
      print(result, statusText(result));
      return result.running ? exitCodes.ok : exitCodes.failed;
    },
    down: async ({ print }) => {
      const stopped = await emulateDown();
      print({ stopped }, stopped ? "The emulator is gone, and all that was in it.\n" : "No emulator runs.\n");
      return exitCodes.ok;
    },
    // What `up` starts; of no use by hand.
    serve: async (call) => {
      const seconds = creationSeconds(call);
      if (seconds === undefined) return exitCodes.refused;
      await emulateServe(seconds);
      return exitCodes.ok;
    },
  },
};

function creationSeconds({ values, terminal }: Call): number | undefined {
  const given = values["creation-seconds"];
  if (/^\d{1,4}$/.test(given)) return Number(given);
  usage(terminal, `--creation-seconds takes a whole number of seconds up to 9999, not ${given}`);
  return undefined;
}

async function runDemo(call: Call): Promise<ExitCode> {
  const { terminal, values, print } = call;
  const config = load(call);
  if (!config) return exitCodes.refused;
  const requirements = await findRequirements();
  if (!requirements.ok) {
    const result = synth(config, values.output);
    print(result, synthText(result));
    return fail(
      terminal,
      `the demo needs\n  ${requirements.missing.join("\n  ")}`,
      "install them; what would be deployed is above",
    );
  }
  const taken = takenFromAccount(config);
  if (taken !== undefined) {
    return usage(terminal, `the demo's account is empty: it cannot have what ${taken} names`);
  }
  const clear = terminal.interactive ? "\r\u001b[K" : "";
  const interrupted = onInterrupt();
  const outcome = await demo({
    config,
    requirements,
    interrupted,
    say: (line) => {
      terminal.err(`${clear}${line}\n`);
    },
    show: (line) => {
      if (terminal.interactive) terminal.err(`${clear}${line.slice(0, 100)}`);
    },
  });
  if (interrupted.aborted) return fail(terminal, "interrupted; nothing of the demo is left", "run it again");
  if (!outcome.ok) {
    const fix = "report it: the demo is deployed from the configuration as it is";
    return fail(terminal, outcome.message, fix);
  }
  print(outcome.result, demoText(outcome.result));
  return isEmpty(outcome.result.left) ? exitCodes.ok : exitCodes.failed;
}

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
  if (chosen === undefined)
    return usage(terminal, `${name} needs one of ${Object.keys(command).filter(isForPeople).join(", ")}`);
  const extra = typeof command === "function" ? rest : others;
  if (extra.length > 0) return usage(terminal, `${name} takes no argument ${extra.join(" ")}`);
  const print = (result: unknown, text: string) => {
    terminal.out(values.json ? `${JSON.stringify(result, null, 2)}\n` : text);
  };
  return chosen({ values, env, terminal, print });
}

/** All but what one command starts another by. */
const isForPeople = (action: string) => action !== "serve";

function ownOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function readArguments(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: true });
}

function load({ values, env, terminal }: Call): Config | undefined {
  const today = new Date().toISOString().slice(0, 10);
  const loaded = loadConfig({ path: values.config, env, today, home: homedir(), cwd: process.cwd() });
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
