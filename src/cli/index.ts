/**
 * The command line `glrunner`. Commands return data; here alone arguments are read, and results are printed to
 * stdout, everything else to stderr.
 */
import { parseArgs } from "node:util";
import { exitCodes, options, usage, type Call, type ExitCode, type Terminal } from "./call";
import { commands, type Command } from "./commands";
import { helpText } from "./help";

export { exitCodes, type ExitCode, type Terminal } from "./call";

export async function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<ExitCode> {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
  } catch (error) {
    return usage({ terminal }, error instanceof Error ? error.message : String(error));
  }
  const { values, positionals, tokens } = parsed;
  const [name = "help", ...rest] = positionals;
  if (values.help || name === "help") {
    terminal.out(helpText);
    return exitCodes.ok;
  }
  const command = ownOf(commands, name);
  if (command === undefined) return usage({ terminal }, `${name} is not a command`);
  const { chosen, words, others } = actionOf(command, name, rest);
  if (chosen === undefined) return usage({ terminal }, words);
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
  const strange = given.filter(
    (option) => !chosen.options.some((own) => own === option) && !everywhere.has(option),
  );
  if (strange.length > 0) return usage({ terminal }, `${words} takes no --${strange.join(", --")}`);
  if (!chosen.takes && others.length > 0) {
    return usage({ terminal }, `${words} takes no argument ${others.join(" ")}`);
  }
  if (values.output === "") return usage({ terminal }, "--output names no folder");
  const print = (result: unknown, text: string) => {
    terminal.out(values.json ? `${JSON.stringify(result, null, 2)}\n` : text);
  };
  return chosen.run({ values, env, terminal, positionals: others, print });
}

const everywhere = new Set(["json", "help"]);

/** The command itself, or the one of its actions that the next word names. */
function actionOf(command: Command, name: string, rest: readonly string[]) {
  if ("run" in command) return { chosen: command, words: name, others: rest };
  const [action = "", ...others] = rest;
  const chosen = ownOf(command.actions, action);
  const known = Object.entries(command.actions).flatMap(([word, { hidden }]) =>
    hidden === true ? [] : [word],
  );
  return chosen === undefined
    ? { chosen, words: `${name} needs one of ${known.join(", ")}`, others }
    : { chosen, words: `${name} ${action}`, others };
}

function ownOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

export type { Call };
