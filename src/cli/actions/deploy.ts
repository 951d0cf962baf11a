/** `glrunner deploy`, `destroy` and `resume`: a run, watched, and how it ended. */
import { deploy } from "../../run/deploy";
import { destroy, type DestroyOutcome } from "../../run/destroy";
import { resume, unfinished } from "../../run/resume";
import type { RunOutcome } from "../../run/outcome";
import { sweepText } from "../../run/sweep";
import { approver, type ApprovalOptions } from "../approve";
import type { ProjectOptions } from "../command-context";
import type { Call } from "../definition/command";
import { exitCodeOf, exitCodes, type ExitCode } from "../exit-codes";
import { openProject, type Project } from "../open-project";
import type { ProgressView } from "../progress/view";
import { watch } from "../progress-view";

type Outcome = RunOutcome | DestroyOutcome;

async function watched(
  call: Call,
  project: Project,
  work: (view: ProgressView) => Promise<Outcome>,
): Promise<ExitCode> {
  const view = watch(call, project);
  let outcome: Outcome;
  try {
    outcome = await work(view);
  } finally {
    view.end();
  }
  call.print(outcome, outcomeText(outcome));
  return exitCodeOf(outcome);
}

export async function runDeploy(call: Call<ProjectOptions & ApprovalOptions>): Promise<ExitCode> {
  const project = openProject(call);
  if (typeof project === "number") return project;
  return watched(call, project, (view) => {
    const approve = approver(call, project, view);
    return deploy({ ...project, onEvent: view.onEvent, approve }, project.chosen);
  });
}

export async function runDestroy(call: Call<ProjectOptions & ApprovalOptions>): Promise<ExitCode> {
  const project = openProject(call);
  if (typeof project === "number") return project;
  return watched(call, project, (view) => {
    const approve = approver(call, project, view);
    return destroy({ ...project, onEvent: view.onEvent, approve }, project.chosen);
  });
}

export async function runResume(call: Call<ProjectOptions & ApprovalOptions>): Promise<ExitCode> {
  const project = openProject(call);
  if (typeof project === "number") return project;
  if (unfinished(project) === undefined) {
    call.print({ ok: true, stacks: [] }, "Nothing to resume: the last run came to its end.\n");
    return exitCodes.ok;
  }
  return watched(call, project, (view) => {
    const approve = approver(call, project, view);
    return resume({ ...project, onEvent: view.onEvent, approve });
  });
}

function outcomeText(outcome: Outcome): string {
  const rows = outcome.stacks.map((each) =>
    "skipped" in each
      ? `${each.stack.padEnd(8)} skipped: ${each.skipped}`
      : `${each.stack.padEnd(8)} ${countText(each.changes)} in ${each.seconds} s`,
  );
  const swept = "sweep" in outcome && outcome.sweep !== undefined ? [sweepText(outcome.sweep).trimEnd()] : [];
  if (outcome.ok) return `${[...rows, ...swept].join("\n")}\n`;
  const { stack, errors, fix } = outcome.failure;
  const how = outcome.interrupted === true ? "stopped" : "failed";
  const where = stack === undefined ? "not run" : `${stack.padEnd(8)} ${how}`;
  return `${[...rows, ...swept, `${where}: ${errors.join("\n  ")}`, `  fix: ${fix}`].join("\n")}\n`;
}

function countText({ add, change, remove }: { add: number; change: number; remove: number }): string {
  return add + change + remove === 0 ? "as it should be" : `${add} added, ${change} changed, ${remove} gone`;
}
