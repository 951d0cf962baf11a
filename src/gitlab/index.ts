/** The runners of a configuration in GitLab: made, compared, given new tokens, paused. Asks GitLab's API and AWS. */
export { apart } from "./apart";
export { doCreate, planCreate, type Creation } from "./create";
export { eachInTurn, type Done } from "./done";
export { chosen, inputProblems, type InputProblem } from "./inputs";
export { listing, type Search } from "./observe";
export type { Places } from "./place";
export type { GitLab } from "./request";
export { planned } from "./planned";
export { doPause, doRotate, findAll, type OnLost } from "./rotate";
export { findTarget, type Target } from "./runners";
export { createPlanText, doneText, stepsText, verifyText } from "./text";
export { Trouble } from "./trouble";
export { verify } from "./verify";
export type { Owner } from "./wanted";
