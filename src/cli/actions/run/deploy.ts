/** `glrunner deploy`, `destroy` and `resume`: start a run, show its progress and print how it ended. */
import { networkErrors } from "../../../check";
import { awsAccess } from "../../../clients/aws/aws-access";
import { awsContext } from "../../../clients/aws/aws-client";
import { planParts } from "../../../fleet/price";
import { deploy } from "../../../run/deploy";
import { destroy, type DestroyOutcome } from "../../../run/destroy";
import { journalDefect } from "../../../run/journal/journal-format";
import { runFolder } from "../../../run/journal/run-directory";
import { resume, unfinished } from "../../../run/resume";
import { refused, type RunOutcome } from "../../../run/outcome";
import { sweepText } from "../../../run/sweep";
import { approver, type ApprovalOptions } from "./approve";
import { today, type ProjectOptions } from "../../context/command-context";
import type { CommandCall } from "../../definition/command";
import { exitCodes, type ExitCode } from "../../exit-codes";
import { openProject, type Project } from "./open-project";
import { failRun } from "./run-failure";
import { projectView } from "./run-view";

type Outcome = RunOutcome | DestroyOutcome;

type RunCommand = "deploy" | "destroy" | "resume";
type RunCall = CommandCall<ProjectOptions & ApprovalOptions>;
type Run = Project & Parameters<typeof deploy>[0];

/** Starts a run with its approval and its view, then prints the outcome. */
async function runWatched(
  call: RunCall,
  project: Project,
  command: RunCommand,
  work: (run: Run) => Promise<Outcome>,
): Promise<ExitCode> {
  const view = projectView(call, project);
  const approve = approver(call, { ...project, parts: planParts(project.config, today()) }, view);
  let outcome: Outcome;
  try {
    outcome = await work({ ...project, onEvent: view.onEvent, approve });
  } finally {
    view.end();
  }
  return printOutcome(call, outcome, nextText(outcome, project, command));
}

function printOutcome(call: RunCall, outcome: Outcome, next = ""): ExitCode {
  call.print(outcome, outcomeText(outcome) + next);
  return outcome.ok ? exitCodes.ok : failRun(call, outcome, { isPrinted: true });
}

export async function runDeploy(call: RunCall): Promise<ExitCode> {
  const project = openProject(call, { warnsOfOpenEndpoint: true });
  if (typeof project === "number") return project;
  const unsuitable = await unsuitableNetwork(project);
  return unsuitable === undefined
    ? runWatched(call, project, "deploy", (run) => deploy(run, project.chosen))
    : printOutcome(call, unsuitable);
}

/** Refuses an existing network that EKS would refuse minutes later, or in which no pod could start. */
async function unsuitableNetwork({ config, env, signal }: Project): Promise<RunOutcome | undefined> {
  if (config.network.kind !== "existing") return undefined;
  const errors = await networkErrors(config, awsContext(awsAccess(config.region, env), signal));
  if (errors.length === 0) return undefined;
  const fixes = errors.flatMap(({ fix }) => fix ?? []);
  return refused({
    code: "network-unsuitable",
    message: errors.map(({ what }) => what).join("; "),
    fix: [...new Set(fixes)].join("; "),
  });
}

export async function runDestroy(call: RunCall): Promise<ExitCode> {
  const project = openProject(call);
  return typeof project === "number"
    ? project
    : runWatched(call, project, "destroy", (run) => destroy(run, project.chosen));
}

export async function runResume(call: RunCall): Promise<ExitCode> {
  const project = openProject(call);
  if (typeof project === "number") return project;
  const defect = journalDefect(runFolder(project.config, project.home));
  if (defect !== undefined) return printOutcome(call, refused(defect));
  if (unfinished(project) === undefined) {
    call.print({ ok: true, stacks: [] }, "Nothing to resume: the last run is complete.\n");
    return exitCodes.ok;
  }
  return runWatched(call, project, "resume", resume);
}

/** The next step after a successful run. A failure has its own. */
function nextText(outcome: Outcome, { stacks, chosen }: Project, command: RunCommand): string {
  if (!outcome.ok) return "";
  const rest = stacks.filter(({ name }) => !chosen.some((each) => each.name === name));
  if ("sweep" in outcome && outcome.sweep !== undefined)
    return "Next: glrunner sweep --dry-run  (list what AWS kept of this cluster)\n";
  if (command === "deploy" && rest.length > 0)
    return `Next: glrunner deploy ${rest.map(({ name }) => name).join(" ")}  (deploy the remaining stages)\n`;
  return "Next: glrunner status  (check the cluster and its runners)\n";
}

function outcomeText(outcome: Outcome): string {
  const rows = outcome.stacks.map((each) =>
    "skipped" in each
      ? `${each.stack.padEnd(8)} skipped: ${each.skipped}`
      : `${each.stack.padEnd(8)} ${countText(each.changes)} in ${each.seconds} s`,
  );
  const swept = "sweep" in outcome && outcome.sweep !== undefined ? [sweepText(outcome.sweep).trimEnd()] : [];
  if (outcome.ok) return `${[...rows, ...swept].join("\n")}\n`;
  const { stack, errors, fix, code, known = code } = outcome.failure;
  if (code === "not-approved") return [...rows, ...swept].map((row) => `${row}\n`).join("");
  const how = outcome.interrupted === true ? "stopped" : "failed";
  const where = stack === undefined ? "not run" : `${stack.padEnd(8)} ${how}`;
  return `${[...rows, ...swept, `${where}: ${errors.join("\n  ")} [${known}]`, `  fix: ${fix}`].join("\n")}\n`;
}

function countText({ add, change, remove }: { add: number; change: number; remove: number }): string {
  return add + change + remove === 0 ? "no changes" : `${add} added, ${change} changed, ${remove} gone`;
}
