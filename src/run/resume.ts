/** `resume`: finishes the last run, after it has adopted what that run created and did not record. */
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

/** What the last run left to do. */
interface Unfinished {
  readonly command: "deploy" | "destroy";
  readonly stacks: readonly RunStack[];
  /** Stacks in which a Terraform was lost. */
  readonly unsettled: readonly string[];
  /** The last Terraform, when no run saw it end. */
  readonly terraform: TerraformStarted | undefined;
  /** The stacks in which an earlier Terraform was lost. */
  readonly unsettledBefore: readonly string[];
}

/** Undefined when the last run was completed. */
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
  // A destroy sees from the states what is left, and sweeps at its end.
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

export async function resume(options: ResumeOptions): Promise<DestroyOutcome> {
  const open = unfinished(options);
  if (open === undefined) return { ok: true, stacks: [], seconds: 0 };
  const missing = open.command === "deploy" ? missingTokens(options.config, open.stacks, options.env) : [];
  if (missing.length > 0) return refused(tokensMissing(missing));
  return asRun(options, "resume", open.stacks, async (run, stacks) => {
    const unknown = await endOfLost(run, open.terraform);
    if (unknown !== undefined) return unknown;
    if (run.signal.aborted)
      return refused({ code: "interrupted", message: interruptedByUser, fix: interruptedFix(run) });
    const unsettled = settledByItself(run, open) ? open.unsettledBefore : open.unsettled;
    return open.command === "deploy"
      ? deployStacks(stacks, options.approve, unsettled)
      : destroyStacks(run, stacks, options.approve, unsettled);
  });
}

/** Whether the lost run's Terraform did everything without it, so that nothing was lost. The journal then records it. */
function settledByItself({ journal }: RunContext, { terraform, unsettledBefore }: Unfinished): boolean {
  if (terraform === undefined || !appliedAll(terraform.log)) return false;
  const { stack } = terraform;
  if (!unsettledBefore.includes(stack))
    journal.write({ at: new Date().toISOString(), kind: "terraform-ended", stack });
  return true;
}

/**
 * Waits for the Terraform that the journal says outlived its run: it holds the state, and writes down what it does.
 * @returns a refusal where nobody here can tell whether it works: waiting would have no end
 */
async function endOfLost(
  run: RunContext,
  started: TerraformStarted | undefined,
): Promise<RunFailure | undefined> {
  if (started === undefined) return undefined;
  const { stack, process, log } = started;
  for (let told = false; !run.signal.aborted; told = true) {
    const state = processState(process);
    if (state === "ended") return undefined;
    if (state === "unknown") {
      return refused({
        code: "terraform-may-run",
        message: `Terraform of the lost run may still work on ${stack}, as process ${process.pid} on ${process.host}, which cannot be looked at from here`,
        fix: "if it is certainly gone, such as with its container or its CloudShell session: glrunner unlock && glrunner resume",
      });
    }
    const why = `Terraform of the lost run still works, as process ${process.pid}`;
    if (!told) run.emit({ kind: "waiting", stack, why, fix: `let it end; what it does is in ${log}` });
    await run.pause(1);
  }
  return undefined;
}
