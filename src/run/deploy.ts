/** `deploy`: plans, reviews, applies exactly as approved, and checks each stage, one after the other. */
import type { RunStack, StackSession } from "./context";
import { runsOf, unsettledStacks } from "./journal/history";
import { refused, type CompletedStack, type Refusal, type RunOutcome } from "./outcome";
import { asRun, type RunOptions } from "./run-session";
import { missingTokens } from "./runner-tokens";
import { runStack, type Approve } from "./stack-runner";
import { missingBelow } from "./stage-dependencies";

/** Input of a deploy. */
export interface DeployOptions extends RunOptions {
  readonly approve: Approve;
}

/** Deploys stacks. @param chosen in deploy order */
export async function deploy(options: DeployOptions, chosen: readonly RunStack[]): Promise<RunOutcome> {
  const missing = missingTokens(options.config, chosen, options.env);
  if (missing.length > 0) return refused(tokensMissing(missing));
  return asRun(options, "deploy", chosen, async (_, stacks, earlier) => {
    const unsettled = unsettledStacks(earlier);
    if (unsettled.length > 0) return refused(runWasLost(unsettled, runsOf(earlier).at(-1)?.command));
    for (const stack of stacks) {
      const below = await missingBelow(stack, stacks);
      if (below === undefined) continue;
      const { stack: name, refusal } = below;
      if (refusal !== undefined) return { ok: false, stacks: [], failure: { stack: name, ...refusal } };
      return refused({
        code: "stage-below-not-deployed",
        message: `stage ${name} is not deployed`,
        fix: `deploy it first: glrunner deploy ${name}`,
      });
    }
    return deployStacks(stacks, options.approve);
  });
}

/** Deploys stacks within a run. @param unsettled names of stacks in which a Terraform was lost */
export async function deployStacks(
  stacks: readonly StackSession[],
  approve: Approve,
  unsettled: readonly string[] = [],
): Promise<RunOutcome> {
  const started = performance.now();
  const done: CompletedStack[] = [];
  for (const stack of stacks) {
    const work = { destroys: false, approve, unsettled: unsettled.includes(stack.name) };
    const outcome = await runStack(stack, work);
    if (!outcome.ok) return { ok: false, stacks: done, failure: outcome };
    done.push(outcome);
  }
  return { ok: true, stacks: done, seconds: Math.round(performance.now() - started) / 1000 };
}

/** Refuses a run because these variables are not set. */
export function tokensMissing(names: readonly string[]): Refusal {
  const [first = ""] = names;
  return {
    code: "tokens-missing",
    message: `runner tokens are missing: ${names.join(", ")}`,
    fix: `read -rs ${first} && export ${first}, for each; glrunner stores them nowhere`,
  };
}

function runWasLost(stacks: readonly string[], command = "run"): Refusal {
  return {
    code: "run-was-lost",
    message: `the last ${command} was lost while it changed ${stacks.join(", ")}: resources may exist that no state records`,
    fix: "to adopt them and to continue: glrunner resume",
  };
}
