/** Every code that a configuration can be answered with, and whether it refuses. Codes never change their meaning. */
export type Severity = "problem" | "warning";

export const problemCodes = {
  "file-missing": "problem",
  "file-unreadable": "problem",
  "file-empty": "problem",
  "yaml-syntax": "problem",
  "yaml-duplicate-key": "problem",
  "yaml-several-documents": "problem",
  "yaml-aliases": "problem",
  "not-a-mapping": "problem",
  "too-deep": "problem",
  "override-unknown": "problem",
  "override-value": "problem",
  "override-conflict": "problem",
  "unknown-key": "problem",
  missing: "problem",
  "wrong-type": "problem",
  "not-allowed": "problem",
  "out-of-range": "problem",
  "wrong-form": "problem",
} as const satisfies Record<string, Severity>;

export type ProblemCode = keyof typeof problemCodes;

export function severityOf(code: ProblemCode): Severity {
  return problemCodes[code];
}
