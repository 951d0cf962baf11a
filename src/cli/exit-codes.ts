/**
 * Every exit code of the command line with its meaning. Help and `docs/commands.md` show this table; a definition adds
 * what a code means for its command where that is more exact.
 */
export const exitCodes = {
  ok: 0,
  failed: 1,
  refused: 2,
  nothingChecked: 3,
  changes: 3,
  cancelled: 4,
  interrupted: 130,
} as const;

export type ExitName = keyof typeof exitCodes;
export type ExitCode = (typeof exitCodes)[ExitName];

/** In the order of the codes. */
export const exitNames = [
  "ok",
  "failed",
  "refused",
  "nothingChecked",
  "changes",
  "cancelled",
  "interrupted",
] as const;

export const exitMeanings: Readonly<Record<ExitName, string>> = {
  ok: "Done.",
  failed: "The command began and failed, or found an error.",
  refused: "The command line, the configuration or an input is wrong: nothing was started.",
  nothingChecked: "Of pipeline lint: there was nothing to check, which is not a pass.",
  changes: "Of plan --exit-code: a deploy would change something.",
  cancelled: "What you were asked to approve was not approved, and was not applied.",
  // 128 and the number of SIGINT, as shells do. Source: www.gnu.org/software/bash/manual, section Exit Status.
  interrupted: "Interrupted with Ctrl-C or a signal.",
};
