/** `glrunner deploy`, `destroy` and `resume`: a run, watched, and how it ended. */
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
import type { ProjectOptions } from "../../context/command-context";
import type { CommandCall } from "../../definition/command";
import { exitCodes, type ExitCode } from "../../exit-codes";
import { openProject, type Project } from "./open-project";
import { failRun } from "./run-failure";
import { watch } from "./run-view";

const today = () => new Date().toISOString().slice(0, 10);

type Outcome = RunOutcome | DestroyOutcome;

type RunCommand = "deploy" | "destroy" | "resume";
type RunCall = CommandCall<ProjectOptions & ApprovalOptions>;
type Run = Project & Parameters<typeof deploy>[0];

/** Shows a run while it is in progress, and how it ended. A plan that was not approved is no failure. */
async function watched(
  call: RunCall,
  project: Project,
  command: RunCommand,
  work: (run: Run) => Promise<Outcome>,
): Promise<ExitCode> {
  const view = watch(call, project);
  const approve = approver(call, { ...project, parts: planParts(project.config, today()) }, view);
  let outcome: Outcome;
  try {
    outcome = await work({ ...project, onEvent: view.onEvent, approve });
  } finally {
    view.end();
  }
  return ended(call, outcome, nextText(outcome, project, command));
}

function ended(call: RunCall, outcome: Outcome, next = ""): ExitCode {
  call.print(outcome, outcomeText(outcome) + next);
  return outcome.ok ? exitCodes.ok : failRun(call, outcome, { isPrinted: true });
}

export async function runDeploy(call: RunCall): Promise<ExitCode> {
  const project = openProject(call, { namesOpenEndpoint: true });
  if (typeof project === "number") return project;
  const unsuitable = await unsuitableNetwork(project);
  return unsuitable === undefined
    ? watched(call, project, "deploy", (run) => deploy(run, project.chosen))
    : ended(call, unsuitable);
}

/** An existing network that EKS would refuse after minutes, or whose pods could never start, is refused now. */
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
    : watched(call, project, "destroy", (run) => destroy(run, project.chosen));
}

export async function runResume(call: RunCall): Promise<ExitCode> {
  const project = openProject(call);
  if (typeof project === "number") return project;
  const defect = journalDefect(runFolder(project.config, project.home));
  if (defect !== undefined) return ended(call, refused(defect));
  if (unfinished(project) === undefined) {
    call.print({ ok: true, stacks: [] }, "Nothing to resume: the last run came to its end.\n");
    return exitCodes.ok;
  }
  return watched(call, project, "resume", resume);
}

/** What to do after a run that did all it should. What failed says it itself. */
function nextText(outcome: Outcome, { stacks, chosen }: Project, command: RunCommand): string {
  if (!outcome.ok) return "";
  const rest = stacks.filter(({ name }) => !chosen.some((each) => each.name === name));
  if ("sweep" in outcome && outcome.sweep !== undefined)
    return "Next: glrunner sweep --dry-run  (list what AWS still keeps of this cluster)\n";
  if (command === "deploy" && rest.length > 0)
    return `Next: glrunner deploy ${rest.map(({ name }) => name).join(" ")}  (the stages that this run left out)\n`;
  return "Next: glrunner status  (see whether the cluster and its runners are well)\n";
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
  return add + change + remove === 0 ? "as it should be" : `${add} added, ${change} changed, ${remove} gone`;
}
