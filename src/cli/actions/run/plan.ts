/** `glrunner plan`: what a deploy would do, reviewed, in the form that its reader wants. */
import { version } from "../../../../package.json";
import { statSync, writeFileSync } from "node:fs";
import { dirname, extname } from "node:path";
import type { Printable } from "../../../html/terminal-text";
import { messageOf } from "../../../clients/system/error-message";
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
import { changesOf } from "../../../run/approval";
import { planParts } from "../../../fleet/price";
import type { RunFailure } from "../../../run/outcome";
import { plan } from "../../../run/plan";
import { fail, outputFolder, type ProjectOptions } from "../../context/command-context";
import type { CommandCall } from "../../definition/command";
import { exitCodes, type ExitCode } from "../../exit-codes";
import { declarationsOf, journeyEvent, journeyOf } from "./journey";
import { openProject } from "./open-project";
import { failRun } from "./run-failure";
import { reportWidth, watch } from "./run-view";

type Format = "terminal" | "markdown" | "html" | "gitlab";

interface PlanOptions extends ProjectOptions {
  readonly journey: boolean;
  readonly "exit-code": boolean;
  readonly format: Format;
  readonly report: readonly string[];
}

type Report = (review: Review, call: CommandCall) => Printable;

const reports: Readonly<Record<Format, Report>> = {
  terminal: (review, call) => terminalReport(review, reportWidth(call, call.terminal.outInteractive)),
  markdown: markdownReport,
  html: htmlReport,
  gitlab: (review) => `${JSON.stringify(gitlabReport(review))}\n`,
};

/** By how a file's name ends. */
const reportByEnding = new Map<string, Report>([
  [".html", reports.html],
  [".md", reports.markdown],
  [".json", reports.gitlab],
]);

export async function runPlan(call: CommandCall<PlanOptions>): Promise<ExitCode> {
  const { format, report: files } = call.values;
  const nowhere = files.filter((file) => !isFolder(dirname(file)));
  if (nowhere.length > 0)
    return fail(call, {
      code: "folder-missing",
      message: `--report names a file in a folder that exists, not ${nowhere.join(", ")}`,
    });
  const opened = openProject(call, { namesOpenEndpoint: true });
  if (typeof opened === "number") return opened;
  const { journey } = call.values;
  const project = journey ? journeyOf(opened, outputFolder(call.env, call.values.output)) : opened;
  const view = watch(call, project);
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
  const parts = planParts(opened.config, new Date().toISOString().slice(0, 10));
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
  try {
    for (const file of files) {
      writeFileSync(file, String(reportByEnding.get(extname(file))?.(review, call) ?? ""));
      call.terminal.err(`The review was written to ${file}\n`);
    }
  } catch (error) {
    const reason = messageOf(error);
    const code = fail(call, {
      code: "output-not-written",
      message: `the report cannot be written: ${reason}`,
      fix: "name a file that you may write",
    });
    if (outcome.ok) return code;
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
