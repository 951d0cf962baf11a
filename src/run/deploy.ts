/** `deploy`: stage by stage, each planned, reviewed, approved, applied as it was approved, and looked at. */
import type { RunContext, RunStack } from "./context";
import { runsOf, unsettledStacks } from "./journal/history";
import { asRun, refused, type RunOptions, type RunOutcome } from "./run-session";
import { runStack, type Approve, type StackOutcome } from "./stack-runner";
import { missingTokens } from "./runner-tokens";
import { missingBelow } from "./stage-dependencies";

export interface DeployOptions extends RunOptions {
  readonly approve: Approve;
}

/** @param chosen in deploy order */
export async function deploy(options: DeployOptions, chosen: readonly RunStack[]): Promise<RunOutcome> {
  const missing = missingTokens(options.config, chosen, options.env);
  if (missing.length > 0) return refused(...tokensMissing(missing));
  return asRun(options, "deploy", chosen, async (context, earlier) => {
    const unsettled = unsettledStacks(earlier);
    if (unsettled.length > 0) return refused(...runWasLost(unsettled, runsOf(earlier).at(-1)?.command));
    const below = await missingBelow(context, chosen);
    if (below !== undefined) {
      return refused(`stage ${below.name} is not deployed`, `deploy it first: glrunner deploy ${below.name}`);
    }
    return deployStacks(context, chosen, options.approve);
  });
}

/** @param unsettled names of stacks in which a Terraform was lost */
export async function deployStacks(
  context: RunContext,
  chosen: readonly RunStack[],
  approve: Approve,
  unsettled: readonly string[] = [],
): Promise<RunOutcome> {
  const started = performance.now();
  const done: Extract<StackOutcome, { ok: true }>[] = [];
  for (const stack of chosen) {
    const how = { destroys: false, approve, unsettled: unsettled.includes(stack.name) };
    const outcome = await runStack(context, stack, how);
    if (!outcome.ok) return { ok: false, stacks: done, failure: outcome };
    done.push(outcome);
  }
  return { ok: true, stacks: done, seconds: Math.round(performance.now() - started) / 1000 };
}

export function tokensMissing(names: readonly string[]): [string, string] {
  return [
    `runner tokens are missing: ${names.join(", ")}`,
    `read -rs ${names[0] ?? ""} && export ${names[0] ?? ""}, for each; they are written nowhere`,
  ];
}

function runWasLost(stacks: readonly string[], command = "run"): [string, string] {
  return [
    `the last ${command} was lost while it changed ${stacks.join(", ")}: something may exist that no state knows`,
    "run glrunner resume, which finds it and goes on",
  ];
}
