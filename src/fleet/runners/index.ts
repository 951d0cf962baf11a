/** The runners of a configuration in GitLab: made, compared, given new tokens, paused. Asks GitLab's API and AWS. */
export { apart } from "./reject-shared-tokens";
export { doCreate, planCreate } from "./create";
export { eachInTurn, type Done } from "./outcome";
export { chosen, inputProblems, type InputProblem } from "./validate-inputs";
export { listing } from "./inspect-runner";
export type { Places } from "./token-store";
export type { GitLab } from "../../clients/gitlab/request";
export { planned } from "./dry-run";
export { doPause, doRotate, findAll } from "./rotate";
export { findTarget, type Target } from "../../clients/gitlab/runners";
export { createPlanText, doneText, stepsText, verifyText } from "./text";
export { Trouble } from "../../clients/gitlab/gitlab-error";
export { verify } from "./verify";
export type { Owner } from "./desired-settings";
