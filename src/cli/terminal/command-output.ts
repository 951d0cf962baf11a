/**
 * Prints the result of a command on stdout. With --json it prints exactly one document: the result, the error, or the
 * result with the error in its key `error`. So it keeps the result until the command has ended.
 */
import type { Printable } from "../../html/terminal-text";
import { isMapping } from "../../config/paths";
import type { CommandContext } from "../definition/command";
import type { ReportedError } from "../context/reported-error";
import { paint, type Terminal } from "./terminal";

interface CommandOutput extends Pick<CommandContext, "print" | "report"> {
  /** Prints the document. */
  readonly end: () => void;
}

export function commandOutput(terminal: Terminal, json: boolean): CommandOutput {
  let held: { readonly result: unknown } | undefined;
  let error: ReportedError | undefined;
  const end = () => {
    if (held === undefined && error === undefined) return;
    const document = error === undefined ? held?.result : { ...keysOf(held?.result), error };
    [held, error] = [undefined, undefined];
    terminal.out(`${JSON.stringify(document, null, 2)}\n`);
  };
  return {
    print: (result: unknown, text: Printable) => {
      if (!json) {
        paint(terminal, "out", text);
        return;
      }
      // A command that prints several results prints a document for each.
      if (held !== undefined) end();
      held = { result };
    },
    report: (reported) => {
      if (json) error = reported;
    },
    end,
  };
}

/** The result as an object that can take one more key. */
function keysOf(result: unknown): Readonly<Record<string, unknown>> {
  if (result === undefined) return {};
  return isMapping(result) ? result : { result };
}
