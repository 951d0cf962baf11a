/** What the rest of the project uses of the review. */
export { type TerraformPlan } from "../clients/terraform/plan-json";
export { changesNeedingAllowLoss, reviewStage } from "./review";
export type { Review } from "./stage-review";
export { gitlabReport } from "./reports/gitlab";
export { htmlReport } from "./reports/html";
export { markdownReport } from "./reports/markdown";
export { terminalReport } from "./reports/terminal";
