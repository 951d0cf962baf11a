/**
 * Writes to stdout and stderr: no other file of the command line does. It escapes every control sequence except
 * glrunner's own colours and cursor movements, and masks secrets.
 *
 * A stream that fails (`| head`, a closed terminal, a full disk) never ends the process, because an apply in progress
 * matters more than its output. The printer drops all later text. A command that only prints can end when `closed` does.
 */
import type { Printable } from "../../html/terminal-text";
import { visible } from "../../html/visible";
import { maskText } from "../../config/mask";
import type { ColorChoice } from "./terminal";

/** As much of stdout and stderr as a printer uses. */
interface OutputStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
  on(event: "error", listener: (error: NodeJS.ErrnoException) => void): unknown;
}

interface Printer {
  readonly print: (text: Printable) => void;
  /** Sets when later texts have colours. @default auto: on a terminal that knows colours, without NO_COLOR */
  readonly useColor: (choice: ColorChoice) => void;
  /** Why the output is not complete, such as `ENOSPC`. Undefined if it is, or if the reader left early (EPIPE). */
  readonly problem: () => string | undefined;
  /** Aborted when the reader of a pipe has left (EPIPE). */
  readonly closed: AbortSignal;
}

/** @param env NO_COLOR and TERM turn colours off. Source: no-color.org */
export function printer(stream: OutputStream, env: NodeJS.ProcessEnv): Printer {
  const knowsColor = stream.isTTY === true && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
  let color = knowsColor;
  const reader = new AbortController();
  let failure: string | undefined;
  stream.on("error", ({ code, message }) => {
    failure ??= code ?? message;
    if (failure === "EPIPE") reader.abort();
  });
  return {
    print: (text) => {
      if (failure !== undefined) return;
      stream.write(typeof text === "string" ? maskText(visible(text)) : text.sequences({ color }, maskText));
    },
    useColor: (choice) => {
      color = choice === "auto" ? knowsColor : choice === "always";
    },
    problem: () => (failure === "EPIPE" ? undefined : failure),
    closed: reader.signal,
  };
}
