/** Exit codes of the command line. Help and `docs/commands.md` print their meanings; a command may define a more exact one. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  refused: 2,
  nothingChecked: 3,
  changes: 3,
  cancelled: 4,
  // 128 and the number of SIGINT, as shells do. Source: www.gnu.org/software/bash/manual, section Exit Status.
  interrupted: 130,
} as const;

export type ExitName = keyof typeof exitCodes;
export type ExitCode = (typeof exitCodes)[ExitName];

/** The general meaning of each code, in the order of the codes. */
export const exitMeanings: readonly (readonly [ExitName, string])[] = [
  ["ok", "Done."],
  ["failed", "The command began and failed, or found an error."],
  ["refused", "The command line, the configuration or an input is wrong: nothing was started."],
  ["nothingChecked", "Of pipeline lint: there was nothing to check, which is not a pass."],
  ["changes", "Of plan --exit-code: a deploy would change something."],
  ["cancelled", "What you were asked to approve was not approved, and was not applied."],
  ["interrupted", "Interrupted with Ctrl-C or a signal."],
];
