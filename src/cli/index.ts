/**
 * The command line `glrunner`. Commands return data; here alone results are printed to stdout, everything else to
 * stderr.
 */
import type { Printable } from "../html/terminal-text";
import { exitCodes, paint, usage, type ExitCode, type Terminal } from "./command-context";
import { helpText } from "./commands/help";
import { interruptListener } from "./interrupt";
import { parseCommandLine } from "./parse";

export { exitCodes } from "./command-context";

export async function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<ExitCode> {
  const parsed = parseCommandLine(args);
  switch (parsed.kind) {
    case "help":
      terminal.out(helpText);
      return exitCodes.ok;
    case "refused":
      // For `eval "$(glrunner emulate env ...)" && glrunner deploy`: nothing at all would let the deploy begin.
      if (args[0] === "emulate" && args[1] === "env") terminal.out("false\n");
      return usage({ terminal }, parsed.message);
    case "command": {
      const { action, values, positionals } = parsed;
      const print = (result: unknown, text: Printable) => {
        paint(terminal, "out", values.json ? `${JSON.stringify(result, null, 2)}\n` : text);
      };
      const { listen: onInterrupt, end } = interruptListener({ print: terminal.err });
      try {
        return await action.run({ values, env, terminal, positionals, print, onInterrupt });
      } finally {
        end();
      }
    }
  }
}
