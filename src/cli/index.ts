/**
 * The command line `glrunner`. Commands return data; here alone results are printed to stdout, everything else to
 * stderr.
 */
import { version } from "../../package.json";
import { systemProblem } from "../clients/system/system-error";
import { fail, usage } from "./command-context";
import { sections } from "./commands";
import type { CommandContext } from "./definition/command";
import { helpFor } from "./definition/help";
import { parseCommandLine } from "./definition/parse";
import { exitCodes, type ExitCode } from "./exit-codes";
import { interruptListener } from "./interrupt";
import { paint, type Terminal } from "./terminal";

export { exitCodes } from "./exit-codes";

export async function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<ExitCode> {
  const parsed = parseCommandLine(args, sections);
  switch (parsed.kind) {
    case "version":
      terminal.out(`${version}\n`);
      return exitCodes.ok;
    case "help": {
      const page = helpFor(sections, parsed.words);
      if (!page.ok) return usage({ terminal }, page.message);
      terminal.out(page.text);
      return exitCodes.ok;
    }
    case "refused":
      stopEval(args, terminal);
      return usage({ terminal }, parsed.message);
    case "command": {
      const { json } = parsed;
      const { listen: onInterrupt, end } = interruptListener({ print: terminal.err });
      const print: CommandContext["print"] = (result, text) => {
        paint(terminal, "out", json ? `${JSON.stringify(result, null, 2)}\n` : text);
      };
      try {
        return await parsed.run({ env, terminal, json, print, sections, onInterrupt });
      } catch (error) {
        const problem = systemProblem(error);
        if (problem === undefined) throw error;
        stopEval(args, terminal);
        return fail({ terminal }, `${problem.message} [${problem.code}]`, problem.fix);
      } finally {
        end();
      }
    }
  }
}

/** For `eval "$(glrunner emulate env ...)" && glrunner deploy`: without any output the deploy would begin. */
function stopEval(args: readonly string[], terminal: Terminal): void {
  if (args[0] === "emulate" && args[1] === "env") terminal.out("false\n");
}
