import { anyArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { helpFor } from "../definition/help";
import { exitCodes } from "../exit-codes";
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
  run: (call) => {
    const page = helpFor(call.sections, call.positionals);
    if (!page.ok) return fail(call, page);
    call.print({ help: page.text }, page.text);
    return exitCodes.ok;
  },
});
