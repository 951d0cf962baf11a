/** `resume`: adopts the resources that the last run created and did not record, then finishes that run. */
import { deployStacks, tokensMissing } from "./deploy";
import { destroyStacks, type DestroyOutcome } from "./destroy";
import { runFolder } from "./journal/run-directory";
import { openTerraform, runsOf, unsettledStacks } from "./journal/history";
import { readJournal, type TerraformStarted } from "./journal/journal";
import { processState } from "../clients/system/process";
import type { RunContext, RunStack } from "./context";
import { interruptedByUser, refused, type RunFailure } from "./outcome";
import { interruptedFix } from "./retry-policy";
import { asRun, type RunOptions } from "./run-session";
import type { Approve } from "./stack-runner";
import { appliedAll } from "../clients/terraform/events";
import { missingTokens } from "./runner-tokens";

interface ResumeOptions extends RunOptions {
  readonly approve: Approve;
}

/** The work that the last run left. */
interface Unfinished {
  readonly command: "deploy" | "destroy";
  readonly stacks: readonly RunStack[];
  /** Stacks in which a Terraform was lost. */
  readonly unsettled: readonly string[];
  /** The last Terraform, if no run recorded its end. */
  readonly terraform: TerraformStarted | undefined;
  /** The stacks in which an earlier Terraform was lost. */
  readonly unsettledBefore: readonly string[];
}

/** The work that the last run left; undefined if it was completed. */
export function unfinished({
  config,
  home,
  stacks,
}: Pick<RunOptions, "config" | "home" | "stacks">): Unfinished | undefined {
  const lines = readJournal(runFolder(config, home));
  const runs = runsOf(lines).filter(({ command }) => command !== "plan");
  const first = runs.findLastIndex(({ command }) => command !== "resume");
  const original = runs[first];
  const last = runs.at(-1);
  if (original === undefined || last === undefined || last.ended?.outcome === "done") return undefined;
  const command = original.command === "destroy" ? "destroy" : "deploy";
  const since = runs.slice(first).flatMap((run) => run.stacks);
  const done = since.filter(({ state }) => state === "done").map(({ stack }) => stack);
  const wanted = original.stacks.map(({ stack }) => stack);
  // A destroy reads from the states what is left, and sweeps at its end.
  const left = command === "deploy" ? wanted.filter((name) => !done.includes(name)) : wanted;
  const terraform = openTerraform(lines);
  return {
    command,
    stacks: stacks.filter(({ name }) => left.includes(name)),
    unsettled: unsettledStacks(lines),
    terraform,
    unsettledBefore: unsettledStacks(lines.filter((line) => line !== terraform)),
  };
}

/** Finishes the last run; does nothing if it was completed. */
export async function resume(options: ResumeOptions): Promise<DestroyOutcome> {
  const rest = unfinished(options);
  if (rest === undefined) return { ok: true, stacks: [], seconds: 0 };
  const missing = rest.command === "deploy" ? missingTokens(options.config, rest.stacks, options.env) : [];
  if (missing.length > 0) return refused(tokensMissing(missing));
  return asRun(options, "resume", rest.stacks, async (run, stacks) => {
    const unknown = await endOfLost(run, rest.terraform);
    if (unknown !== undefined) return unknown;
    if (run.signal.aborted)
      return refused({ code: "interrupted", message: interruptedByUser, fix: interruptedFix(run) });
    const unsettled = finishedByItself(run, rest) ? rest.unsettledBefore : rest.unsettled;
    return rest.command === "deploy"
      ? deployStacks(stacks, options.approve, unsettled)
      : destroyStacks(run, stacks, options.approve, unsettled);
  });
}

/** Whether the Terraform of the lost run applied everything, so that nothing was lost. The journal then records its end. */
function finishedByItself({ journal }: RunContext, { terraform, unsettledBefore }: Unfinished): boolean {
  if (terraform === undefined || !appliedAll(terraform.log)) return false;
  const { stack } = terraform;
  if (!unsettledBefore.includes(stack))
    journal.write({ at: new Date().toISOString(), kind: "terraform-ended", stack });
  return true;
}

/**
 * Waits for a Terraform that outlived its run according to the journal. It holds the lock of the state and logs its work.
 *
 * @returns a refusal if this machine cannot see whether it still runs, since the wait might never end
 */
async function endOfLost(
  run: RunContext,
  started: TerraformStarted | undefined,
): Promise<RunFailure | undefined> {
  if (started === undefined) return undefined;
  const { stack, process, log } = started;
  for (let isReported = false; !run.signal.aborted; isReported = true) {
    const state = processState(process);
    if (state === "ended") return undefined;
    if (state === "unknown") {
      return refused({
        code: "terraform-may-run",
        message: `Terraform of the lost run may still be changing ${stack}, as process ${process.pid} on ${process.host}, which this machine cannot check`,
        fix: "if you are certain that its container or CloudShell session has ended, run: glrunner unlock && glrunner resume",
      });
    }
    const why = `Terraform of the lost run is still running, as process ${process.pid}`;
    if (!isReported) run.emit({ kind: "waiting", stack, why, fix: `wait until it ends; its log is ${log}` });
    await run.pause(1);
  }
  return undefined;
}
