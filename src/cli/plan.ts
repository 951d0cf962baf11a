/** `glrunner plan`: what a deploy would do, reviewed, in the form that its reader wants. */
import { gitlabReport } from "../review/reports/gitlab";
import { htmlReport } from "../review/reports/html";
import { markdownReport } from "../review/reports/markdown";
import { terminalReport } from "../review/reports/terminal";
import { reviewStage } from "../review/review";
import type { Review } from "../review/stage-review";
import { plan } from "../run/plan";
import { exitCodes, fail, outputFolder, usage, type Call, type ExitCode } from "./call";
import { journeyOf } from "./journey";
import { openProject } from "./project";
import { look, watch } from "./watch";

type Report = (review: Review, call: Call) => string;

const reports: Readonly<Record<string, Report>> = {
  terminal: (review, call) => terminalReport(review, look(call, call.terminal.outInteractive)),
  markdown: markdownReport,
  html: htmlReport,
  gitlab: (review) => `${JSON.stringify(gitlabReport(review))}\n`,
};
export const planFormats = Object.keys(reports);

export async function runPlan(call: Call): Promise<ExitCode> {
  const { format } = call.values;
  const report = Object.hasOwn(reports, format) ? reports[format] : undefined;
  if (report === undefined) return usage(call, `--format is one of ${planFormats.join(", ")}, not ${format}`);
  const opened = openProject(call);
  if (typeof opened === "number") return opened;
  const project = call.values.journey ? journeyOf(opened, outputFolder(call)) : opened;
  const view = watch(call, project);
  const outcome = await plan({ ...project, onEvent: view.tell }, project.chosen);
  view.end();
  if (!outcome.ok) return fail(call, outcome.failure.errors.join("\n  "), outcome.failure.fix);
  const { planned, notYet } = outcome;
  const review = { stages: planned.map(({ stack, plan: each }) => reviewStage(stack, each)), notYet };
  call.print(review, report(review, call));
  return exitCodes.ok;
}
