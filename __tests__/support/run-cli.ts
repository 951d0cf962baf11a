/** Runs the command line in this process, with a terminal that records the output. */
import { run } from "../../src/cli";
import type { Terminal } from "../../src/cli/terminal/terminal";

interface CliOptions extends Pick<Terminal, "ask" | "outClosed"> {
  /** All environment variables. @default none */
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each text that is written to stdout. */
  readonly onOut?: (text: string) => void;
}

/** Runs a command. Without `ask`, the command cannot ask questions. @returns the exit code, stdout and stderr */
export async function runCli(args: readonly string[], { env = {}, onOut, ...terminal }: CliOptions = {}) {
  let [out, err] = ["", ""];
  const code = await run(args, env, {
    ...terminal,
    out: (text) => {
      out += text;
      onOut?.(text);
    },
    err: (text) => (err += text),
    interactive: false,
  });
  return { code, out, err };
}
