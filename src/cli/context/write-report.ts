/** Writes the file that an option such as `--report` names, and prints where it is. */
import { writeFileSync } from "node:fs";
import { messageOf } from "../../clients/system/error-message";
import { fail } from "./command-context";
import type { CommandContext } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";

/** @param file undefined: writes nothing. @param what the noun for messages */
export function writeReport(
  call: Pick<CommandContext, "terminal" | "report">,
  file: string | undefined,
  content: () => string,
  what = "report",
): ExitCode {
  if (file === undefined) return exitCodes.ok;
  try {
    writeFileSync(file, content());
  } catch (error) {
    return fail(call, {
      code: "output-not-written",
      message: `the ${what} cannot be written: ${messageOf(error)}`,
      fix: "name a file in a folder that exists",
    });
  }
  call.terminal.err(`The ${what} was written to ${file}\n`);
  return exitCodes.ok;
}
