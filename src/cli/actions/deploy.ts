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
import { watch } from "../progress-view";

type Outcome = RunOutcome | DestroyOutcome;

type RunCall = Call<ProjectOptions & ApprovalOptions>;
type Run = Project & Parameters<typeof deploy>[0];

/** Shows a run while it is in progress, and how it ended. A plan that was not approved is no failure. */
async function watched(
  call: RunCall,
  project: Project,
  work: (run: Run) => Promise<Outcome>,
): Promise<ExitCode> {
  const view = watch(call, project);
  const ask = approver(call, project, view);
  const answers: boolean[] = [];
  const approve: typeof ask = async (request) => {
    const yes = await ask(request);
    answers.push(yes);
    return yes;
  };
  let outcome: Outcome;
  try {
    outcome = await work({ ...project, onEvent: view.onEvent, approve });
  } finally {
    view.end();
  }
  call.print(outcome, outcomeText(outcome));
  const code = exitCodeOf(outcome);
  return code === exitCodes.failed && answers.at(-1) === false ? exitCodes.cancelled : code;
}

export async function runDeploy(call: RunCall): Promise<ExitCode> {
  const project = openProject(call);
  return typeof project === "number" ? project : watched(call, project, (run) => deploy(run, project.chosen));
}

export async function runDestroy(call: RunCall): Promise<ExitCode> {
  const project = openProject(call);
  return typeof project === "number"
    ? project
    : watched(call, project, (run) => destroy(run, project.chosen));
}

export async function runResume(call: RunCall): Promise<ExitCode> {
  const project = openProject(call);
  if (typeof project === "number") return project;
  if (unfinished(project) === undefined) {
    call.print({ ok: true, stacks: [] }, "Nothing to resume: the last run came to its end.\n");
    return exitCodes.ok;
  }
  return watched(call, project, resume);
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
