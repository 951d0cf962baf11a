/** Prints and reports a run that failed, was interrupted or was not approved. */
import type { RunFailure } from "../../../run/outcome";
import { fail } from "../../context/command-context";
import type { CommandContext } from "../../definition/command";
import type { ExitCode } from "../../exit-codes";

/** @param isPrinted whether the printed result already has the errors and the fix. @default false */
export function failRun(
  call: CommandContext,
  { failure, stacks, others = [] }: RunFailure,
  { isPrinted = false }: { readonly isPrinted?: boolean } = {},
): ExitCode {
  const { code, known, stack, during, errors, fix } = failure;
  if (code === "not-approved") {
    const what =
      stacks.length === 0 ? "nothing was applied" : `nothing of ${stack ?? "the rest"} was applied`;
    const message = `Cancelled: ${what}.`;
    call.terminal.err(`${message}\n`);
    const approve = "approve it at a terminal, or with --yes (deploy) or --confirm CLUSTER (destroy)";
    return fail(call, { code, message, fix: approve, isPrinted: true });
  }
  const details = {
    ...{ ...(stack !== undefined && { stack }), ...(during !== undefined && { during }), errors },
    ...(others.length > 0 && { others }),
  };
  const message = errors.join("\n  ");
  if (others.length === 0) return fail(call, { code, known, message, fix, details, isPrinted });
  const all = [{ stack, errors }, ...others].map(
    (each) => `${each.stack ?? ""}: ${each.errors.join("\n  ")}`,
  );
  const fixes = [...new Set([fix, ...others.map((other) => other.fix)])];
  return fail(call, {
    ...{ code, known, details, isPrinted },
    message: `several stages failed\n  ${all.join("\n  ")}`,
    fix: fixes.join("\n  fix: "),
  });
}
