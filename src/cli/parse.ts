/** What a command line means: the command, its options and what follows it; or why it is refused. Starts nothing. */
import { parseArgs } from "node:util";
import { messageOf } from "../clients/system/error-message";
import { options, type Values } from "./command-context";
import { commands, type Action, type Command } from "./commands";

type Parsed =
  | { readonly kind: "help" }
  | { readonly kind: "refused"; readonly message: string }
  | {
      readonly kind: "command";
      readonly action: Action;
      /** The command's own: `deploy`, `state move`. */
      readonly words: string;
      readonly values: Values;
      readonly positionals: readonly string[];
    };

const everywhere = new Set(["json", "help"]);

export function parseCommandLine(args: readonly string[]): Parsed {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
  } catch (error) {
    return refused(messageOf(error));
  }
  const { values, positionals, tokens } = parsed;
  const [name = "help", ...rest] = positionals;
  if (values.help || name === "help") return { kind: "help" };
  const command = ownOf(commands, name);
  if (command === undefined) return refused(`${name} is not a command`);
  const { chosen, words, others } = actionOf(command, name, rest);
  if (chosen === undefined) return refused(words);
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
  const strange = given.filter(
    (option) => !chosen.options.some((own) => own === option) && !everywhere.has(option),
  );
  if (strange.length > 0) return refused(`${words} takes no --${strange.join(", --")}`);
  if (!chosen.takes && others.length > 0) return refused(`${words} takes no argument ${others.join(" ")}`);
  if (values.output === "") return refused("--output names no folder");
  return { kind: "command", action: chosen, words, values, positionals: others };
}

function refused(message: string): Parsed {
  return { kind: "refused", message };
}

/** The command itself, or the one of its actions that the next word names. */
function actionOf(command: Command, name: string, rest: readonly string[]) {
  const [action = "", ...others] = rest;
  if ("run" in command && !("actions" in command && Object.hasOwn(command.actions, action))) {
    return { chosen: command, words: name, others: rest };
  }
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
