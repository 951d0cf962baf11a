/** Runs the command line in this process, with a terminal that keeps what is printed. */
import { run } from "../../src/cli";
import type { Terminal } from "../../src/cli/terminal/terminal";

interface CliOptions extends Pick<Terminal, "ask" | "outClosed"> {
  /** The whole environment. @default empty */
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each text that goes to stdout. */
  readonly onOut?: (text: string) => void;
}

/** Without `ask`, nobody is at the terminal. */
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
