/** `glrunner plan`: plans the stages and prints the review of their changes in the chosen format. */
import { version } from "../../../../package.json";
import { statSync } from "node:fs";
import { dirname } from "node:path";
import type { Printable } from "../../../html/terminal-text";
import { formatOfFile, type ReportFormat } from "../../../review/reports/formats";
import { gitlabReport } from "../../../review/reports/gitlab";
import { htmlReport } from "../../../review/reports/html";
import { markdownReport } from "../../../review/reports/markdown";
import { terminalReport } from "../../../review/reports/terminal";
import { aboutOf } from "../../../review/about";
import { reviewStage } from "../../../review/review";
import { verdictOf } from "../../../review/verdict";
import type { Review } from "../../../review/stage-review";
import { splitPlan } from "../../../review/split-plan";
import type { RunEvent } from "../../../run/journal/events";
import { changesOf } from "../../../run/planning/approval";
import { planParts } from "../../../fleet/price";
import type { RunFailure } from "../../../run/outcome";
import { plan } from "../../../run/planning/plan";
import { fail, outputFolder, today, type ProjectOptions } from "../../context/command-context";
import { writeReport } from "../../context/write-report";
import type { CommandCall } from "../../definition/command";
import { exitCodes, type ExitCode } from "../../exit-codes";
import { declarationsOf, journeyEvent, journeyOf } from "./journey";
import { openProject } from "./open-project";
import { failRun } from "./run-failure";
import { projectView, reportWidth } from "./run-view";

interface PlanOptions extends ProjectOptions {
  readonly journey: boolean;
  readonly "exit-code": boolean;
  readonly format: ReportFormat;
  readonly report: readonly string[];
}

type Report = (review: Review, call: CommandCall) => Printable;

const reports: Readonly<Record<ReportFormat, Report>> = {
  terminal: (review, call) => terminalReport(review, reportWidth(call, call.terminal.outInteractive)),
  markdown: markdownReport,
  html: htmlReport,
  gitlab: (review) => `${JSON.stringify(gitlabReport(review))}\n`,
};

export async function runPlan(call: CommandCall<PlanOptions>): Promise<ExitCode> {
  const { format, report: files } = call.values;
  const misplaced = files.filter((file) => !isFolder(dirname(file)));
  if (misplaced.length > 0)
    return fail(call, {
      code: "folder-missing",
      message: `the folder of --report does not exist: ${misplaced.join(", ")}`,
    });
  const opened = openProject(call, { warnsOfOpenEndpoint: true });
  if (typeof opened === "number") return opened;
  const { journey } = call.values;
  const project = journey ? journeyOf(opened, outputFolder(call.env, call.values.output)) : opened;
  const view = projectView(call, project);
  const onEvent = (event: RunEvent) => {
    view.onEvent(journey ? journeyEvent(event) : event);
  };
  const outcome = await plan({ ...project, onEvent }, project.chosen);
  view.end();
  const { notYet } = outcome;
  if (!outcome.ok && outcome.planned.length === 0) return failRun(call, outcome);
  const planned = journey
    ? outcome.planned.flatMap((each) => splitPlan(each.plan, declarationsOf(opened.stacks)))
    : outcome.planned;
  const { name: cluster, region, versions } = opened.config;
  const parts = planParts(opened.config, today());
  const review = {
    about: aboutOf({
      ...{ cluster, region, plans: planned },
      versions: [
        `Kubernetes ${versions.kubernetes}`,
        `Karpenter ${versions.karpenter}`,
        `glrunner ${version}`,
      ],
    }),
    stages: planned.map(({ stack, plan: each }) => reviewStage(stack, each, parts)),
    notYet,
    ...(!outcome.ok && { failed: failedStages(outcome) }),
  };
  call.print({ ...review, verdict: verdictOf(review) }, reports[format](review, call));
  for (const file of files) {
    const content = () => String(reports[formatOfFile(file) ?? format](review, call));
    const code = writeReport(call, file, content, "review");
    if (outcome.ok && code !== exitCodes.ok) return code;
  }
  if (!outcome.ok) return failRun(call, outcome);
  const isIdle = notYet.length === 0 && planned.every((each) => changesOf(each.plan).size === 0);
  return call.values["exit-code"] && !isIdle ? exitCodes.changes : exitCodes.ok;
}

function failedStages({ failure, others = [] }: RunFailure): readonly string[] {
  return [failure, ...others].flatMap(({ stack }) => stack ?? []);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
