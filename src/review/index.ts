/** What the rest of the project uses of the review. */
export { parsePlan, type TerraformPlan } from "../clients/terraform/plan-json";
export { needsFlag, reviewStage, type NeedsFlag } from "./review";
export type { Action, Change, Review, Risk, RiskKind, StageReview } from "./stage-review";
export { gitlabReport, type GitlabReport } from "./reports/gitlab";
export { htmlReport } from "./reports/html";
export { markdownReport } from "./reports/markdown";
export { terminalReport, type TerminalOptions } from "./reports/terminal";
