import { anyArguments } from "../definition/arguments";
import { defineCommand, type CommandContext } from "../definition/command";
import { helpFor } from "../definition/help";
import { exitCodes, type ExitCode } from "../exit-codes";
import { fail } from "../context/command-context";

export const help = defineCommand({
  name: "help",
  summary: "Explain a command, or list all commands",
  arguments: anyArguments({
    placeholder: "COMMAND",
    meaning: "The command to explain, or `all` to list every command.",
    completes: "text",
  }),
  options: {},
  examples: [
    { command: "glrunner help", purpose: "Show the usual commands." },
    { command: "glrunner help all", purpose: "List every command." },
    { command: "glrunner help emulate up", purpose: "The same as glrunner emulate up --help." },
  ],
  run: (call) => printHelp(call, call.positionals),
});

/** Prints the page for these words of `glrunner help`, or why there is none. */
export function printHelp(context: CommandContext, words: readonly string[]): ExitCode {
  const page = helpFor(context.sections, words);
  if (!page.ok) return fail(context, page);
  context.print({ help: page.text }, page.text);
  return exitCodes.ok;
}
