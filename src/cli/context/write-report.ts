/** Writes the page that `--report` asks for, and says where it is. */
import { writeFileSync } from "node:fs";
import { messageOf } from "../../clients/system/error-message";
import { fail } from "./command-context";
import type { CommandContext } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";

/** @param file undefined: nothing is written */
export function writeReport(
  call: Pick<CommandContext, "terminal" | "report">,
  file: string | undefined,
  page: () => string,
): ExitCode {
  if (file === undefined) return exitCodes.ok;
  try {
    writeFileSync(file, page());
  } catch (error) {
    return fail(call, {
      code: "output-not-written",
      message: `the report cannot be written: ${messageOf(error)}`,
      fix: "name a file in a folder that exists",
    });
  }
  call.terminal.err(`The report was written to ${file}\n`);
  return exitCodes.ok;
}
