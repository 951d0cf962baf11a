/** The public interface of the plan review: reviews a stage's plan and renders the review in four formats. */
export { type TerraformPlan } from "../clients/terraform/plan-json";
export { changesNeedingAllowLoss, reviewStage } from "./review";
export type { PlanPart } from "./risks/cost";
export type { Review } from "./stage-review";
export { gitlabReport } from "./reports/gitlab";
export { htmlReport } from "./reports/html";
export { markdownReport } from "./reports/markdown";
export { terminalReport } from "./reports/terminal";
