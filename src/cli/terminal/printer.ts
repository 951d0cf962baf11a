/**
 * Writes to stdout and stderr: the only place of the command line that does. Whatever it is given, nothing in it
 * steers the terminal except our own colours and cursor movements, and no secret in it is shown.
 *
 * A stream that goes away (`| head`, a closed terminal, a full disk) never ends the process: an apply in progress is
 * worth more than its output. What comes after is dropped.
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
  /** Every text from now on follows this choice. @default auto: on a terminal that knows colours, without NO_COLOR */
  readonly useColor: (choice: ColorChoice) => void;
  /**
   * Why the output is not complete, such as `ENOSPC`; undefined when it is, or when its reader left (EPIPE): that one
   * has read what it wanted.
   */
  readonly problem: () => string | undefined;
}

/** @param env decides about colours, where no choice does. Source: no-color.org */
export function printer(stream: OutputStream, env: NodeJS.ProcessEnv): Printer {
  const knowsColor = stream.isTTY === true && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
  let color = knowsColor;
  let gone: string | undefined;
  stream.on("error", ({ code, message }) => {
    gone ??= code ?? message;
  });
  return {
    print: (text) => {
      if (gone !== undefined) return;
      stream.write(typeof text === "string" ? maskText(visible(text)) : text.sequences({ color }, maskText));
    },
    useColor: (choice) => {
      color = choice === "auto" ? knowsColor : choice === "always";
    },
    problem: () => (gone === "EPIPE" ? undefined : gone),
  };
}
