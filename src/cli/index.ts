/** Runs one command line of `glrunner` and returns its exit code. */
import { version } from "../../package.json";
import { messageOf } from "../clients/system/error-message";
import { systemProblem } from "../clients/system/system-error";
import { fail, type CommandFailure } from "./context/command-context";
import { commandOutput } from "./terminal/command-output";
import { sections } from "./commands";
import { printHelp } from "./commands/help";
import type { CommandContext } from "./definition/command";
import { parseCommandLine, type ParsedLine } from "./definition/parse";
import { exitCodes, type ExitCode } from "./exit-codes";
import { interruptListener } from "./terminal/interrupt";
import type { Terminal } from "./terminal/terminal";

export { exitCodes } from "./exit-codes";

/** @param env the whole environment */
export async function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<ExitCode> {
  const parsed = parseCommandLine(args, sections);
  const { json } = parsed;
  terminal.useColor?.(parsed.color);
  const { listen: onInterrupt, end: endInterrupts } = interruptListener({ print: terminal.err });
  const { print, report, end: endOutput } = commandOutput(terminal, json);
  const context = { env, terminal, json, print, report, sections, onInterrupt };
  try {
    if (parsed.kind === "refused") stopEval(args, context);
    return await runParsed(parsed, context);
  } catch (error) {
    stopEval(args, context);
    return fail(context, failureOf(error));
  } finally {
    endInterrupts();
    endOutput();
  }
}

async function runParsed(parsed: ParsedLine, context: CommandContext): Promise<ExitCode> {
  switch (parsed.kind) {
    case "version":
      context.print({ version }, `${version}\n`);
      return exitCodes.ok;
    case "help":
      return printHelp(context, parsed.words);
    case "refused":
      return fail(context, parsed);
    case "command":
      return parsed.run(context);
  }
}

/** The failure for an error that no command handles. Explains errors of the operating system. */
function failureOf(error: unknown): CommandFailure {
  const problem = systemProblem(error);
  if (problem === undefined) return { code: "unexpected", message: messageOf(error) };
  const { code: known, message, fix } = problem;
  return { code: "unexpected", known, message, fix };
}

/** Stops `eval "$(glrunner emulate env ...)" && glrunner deploy` after an error. Without output, the deploy would begin. */
function stopEval([first, second]: readonly string[], { json, terminal }: CommandContext): void {
  if (first === "emulate" && second === "env" && !json) terminal.out("false\n");
}
