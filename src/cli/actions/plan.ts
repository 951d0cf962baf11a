/** `glrunner plan`: what a deploy would do, reviewed, in the form that its reader wants. */
import { statSync, writeFileSync } from "node:fs";
import { dirname, extname } from "node:path";
import type { Printable } from "../../html/terminal-text";
import { messageOf } from "../../clients/system/error-message";
import { gitlabReport } from "../../review/reports/gitlab";
import { htmlReport } from "../../review/reports/html";
import { markdownReport } from "../../review/reports/markdown";
import { terminalReport } from "../../review/reports/terminal";
import { reviewStage } from "../../review/review";
import type { Review } from "../../review/stage-review";
import { plan } from "../../run/plan";
import {
  exitCodeOf,
  exitCodes,
  fail,
  outputFolder,
  usage,
  type Call,
  type ExitCode,
} from "../command-context";
import { journeyOf } from "../journey";
import { openProject } from "../open-project";
import { reportWidth, watch } from "../progress-view";

type Report = (review: Review, call: Call) => Printable;

const reports: Readonly<Record<string, Report>> = {
  terminal: (review, call) => terminalReport(review, reportWidth(call, call.terminal.outInteractive)),
  markdown: markdownReport,
  html: htmlReport,
  gitlab: (review) => `${JSON.stringify(gitlabReport(review))}\n`,
};
export const planFormats = Object.keys(reports);

/** By how a file's name ends. */
const endings = new Map([
  [".html", "html"],
  [".md", "markdown"],
  [".json", "gitlab"],
]);
const reportFor = (file: string) => reports[endings.get(extname(file)) ?? ""];

export async function runPlan(call: Call): Promise<ExitCode> {
  const { format, report: files = [] } = call.values;
  const report = Object.hasOwn(reports, format) ? reports[format] : undefined;
  if (report === undefined) return usage(call, `--format is one of ${planFormats.join(", ")}, not ${format}`);
  const unknown = files.filter((file) => reportFor(file) === undefined);
  if (unknown.length > 0)
    return usage(call, `--report takes FILE.html, FILE.md or FILE.json, not ${unknown.join(", ")}`);
  const nowhere = files.filter((file) => !isFolder(dirname(file)));
  if (nowhere.length > 0)
    return usage(call, `--report names a file in a folder that exists, not ${nowhere.join(", ")}`);
  const opened = openProject(call);
  if (typeof opened === "number") return opened;
  const project = call.values.journey ? journeyOf(opened, outputFolder(call)) : opened;
  const view = watch(call, project);
  const outcome = await plan({ ...project, onEvent: view.onEvent }, project.chosen);
  view.end();
  if (!outcome.ok) {
    fail(call, outcome.failure.errors.join("\n  "), outcome.failure.fix);
    return exitCodeOf(outcome);
  }
  const { planned, notYet } = outcome;
  const review = { stages: planned.map(({ stack, plan: each }) => reviewStage(stack, each)), notYet };
  call.print(review, report(review, call));
  try {
    for (const file of files) writeFileSync(file, String(reportFor(file)?.(review, call) ?? ""));
  } catch (error) {
    const reason = messageOf(error);
    return fail(call, `the report cannot be written: ${reason}`, "name a file that you may write");
  }
  return exitCodes.ok;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
