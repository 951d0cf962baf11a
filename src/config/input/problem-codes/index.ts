/**
 * The codes of all problems and warnings of a configuration, each with its level, its cause and the usual next step. A code
 * never changes its meaning, so that scripts and searches can rely on it. `docs/messages.md` is generated from this table.
 */
import { clusterCodes } from "./cluster";
import type { Level } from "./entry";
import { fileCodes } from "./file";
import { runnerCodes } from "./runners";

export const problemCodes = { ...fileCodes, ...clusterCodes, ...runnerCodes } as const;

/** The stable code of a problem or a warning. */
export type ProblemCode = keyof typeof problemCodes;

/** A problem refuses the configuration, a warning does not. */
export function severityOf(code: ProblemCode): Level {
  return problemCodes[code].level;
}
