/** The runners of a configuration in GitLab: create, verify, rotate, pause and resume. Calls GitLab's API and AWS. */
export { applyCreateStep, planCreate } from "./create";
export { eachInTurn, rejectSharedTokens, type RunnerOutcome } from "./outcome";
export { selectedRunners, inputProblems, type InputCode, type InputProblem } from "./validate-inputs";
export { gitlabOf, runnersByDescription } from "./inspect-runner";
export type { TokenStores } from "./token-store";
export type { GitLabConnection } from "../../clients/gitlab/request";
export { dryRunRow } from "./dry-run";
export { setRunnerPaused, rotateToken, findRunners } from "./rotate";
export { findTarget, type RunnerTarget } from "../../clients/gitlab/runners";
export { createPlanText, doneText, stepsText, verifyText } from "./text";
export { GitLabRunnerError } from "../../clients/gitlab/gitlab-error";
export { verifyRunners, type VerifiedRunner } from "./verify";
export type { Owner } from "./desired-settings";
