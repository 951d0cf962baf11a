/** Ends a command whose run failed, was interrupted, or was not approved. */
import type { RunFailure } from "../run/outcome";
import { fail } from "./command-context";
import type { CommandContext } from "./definition/command";
import type { ExitCode } from "./exit-codes";

/** @param isPrinted whether the result that was printed has the errors and the fix. @default false */
export function failRun(
  call: CommandContext,
  { failure }: RunFailure,
  { isPrinted = false }: { readonly isPrinted?: boolean } = {},
): ExitCode {
  const { code, known, stack, during, errors, fix } = failure;
  const details = { ...(stack !== undefined && { stack }), ...(during !== undefined && { during }), errors };
  return fail(call, { code, known, message: errors.join("\n  "), fix, details, isPrinted });
}
