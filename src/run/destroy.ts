/**
 * `destroy`: destroys the stages in reverse order, and skips a stage whose state holds nothing.
 *
 * 1. Before each stage, look for resources that the destroy would orphan or that would block it.
 * 2. Destroy the stage.
 * 3. After the last stage, sweep the resources that the cluster left in AWS.
 */
import { accessOf, secondsSince, type RunContext, type RunStack, type StackSession } from "./context";
import { destroyBlockers } from "./destroy-blockers";
import { filledBuckets } from "./destroy-blockers/filled-buckets";
import { unsettledStacks } from "./journal/history";
import { refused, type CompletedStack, type RunOutcome, type StackFailure } from "./outcome";
import { adviceFor } from "./retry-policy";
import { asRun, type RunOptions } from "./run-session";
import { runStack, type Approve } from "./stack-runner";
import { parseClusterIdentity, type ClusterIdentity } from "../migrate/state-move/cluster-identity";
import { deployedAbove, stateOf } from "./stage-dependencies";
import { sweep, type SweepResult } from "./sweep";
import { createdBuckets } from "../config/resolve/cache-buckets";

interface DestroyOptions extends RunOptions {
  readonly approve: Approve;
}

/** Result of a destroy. */
export type DestroyOutcome = RunOutcome & {
  /** The leftovers in AWS; undefined if the lowest stage was not destroyed. */
  readonly sweep?: SweepResult;
};

/** Destroys stacks. @param chosen in deploy order */
export async function destroy(options: DestroyOptions, chosen: readonly RunStack[]): Promise<DestroyOutcome> {
  return asRun(options, "destroy", chosen, async (run, stacks, earlier) => {
    const above = await deployedAbove(run, stacks);
    if (above.length > 0) {
      const names = above.map(({ name }) => name);
      const all = [...names, ...stacks.map(({ name }) => name)].join(" ");
      return refused({
        code: "stage-above-deployed",
        message: `${names.join(", ")} depends on it and is still deployed`,
        fix: `destroy it too: glrunner destroy ${all}`,
      });
    }
    return destroyStacks(run, stacks, options.approve, unsettledStacks(earlier));
  });
}

/**
 * Destroys stacks within a run.
 *
 * @param chosen in deploy order
 * @param unsettled names of stacks in which a Terraform was lost
 */
export async function destroyStacks(
  run: RunContext,
  chosen: readonly StackSession[],
  approve: Approve,
  unsettled: readonly string[],
): Promise<DestroyOutcome> {
  const started = performance.now();
  const done: CompletedStack[] = [];
  let identity: ClusterIdentity = {};
  for (const stack of [...chosen].reverse()) {
    const lost = unsettled.includes(stack.name);
    const found = await stateOf(stack);
    if (!found.ok) {
      const { errors, code = "terraform-failed" } = found;
      const advice = adviceFor(stack, errors, "init");
      const { fix = advice.fix } = found;
      const { known } = found.code === undefined ? advice : {};
      return { ok: false, stacks: done, failure: { stack: stack.name, errors, code, fix, known } };
    }
    if (!found.deployed && !lost) {
      const skipped = "it was never deployed, or is already destroyed";
      stack.emit({ kind: "stack-skipped", why: skipped });
      done.push({ ok: true, stack: stack.name, skipped });
      continue;
    }
    identity = { ...identity, ...parseClusterIdentity(found.state) };
    const blocked = await blockersOf(stack, identity, found.state);
    if (blocked !== undefined) return { ok: false, stacks: done, failure: blocked };
    const outcome = await runStack(stack, { destroys: true, approve, unsettled: lost });
    if (!outcome.ok) return { ok: false, stacks: done, failure: outcome };
    done.push(outcome);
  }
  const [lowest] = run.stacks;
  const swept =
    lowest !== undefined && chosen.includes(lowest) ? await sweepAfter(lowest, identity) : undefined;
  const seconds = secondsSince(started);
  return { ok: true, stacks: done, seconds, ...(swept !== undefined && { sweep: swept }) };
}

function sweepAfter(stack: StackSession, identity: ClusterIdentity): Promise<SweepResult> {
  const { config } = stack.run;
  const { name, region } = config;
  const buckets = createdBuckets(config).map((bucket) => bucket.name);
  const cluster = { name, region, ...identity, buckets, access: accessOf(stack.run) };
  return stack.step("sweep", () => sweep(cluster, { dryRun: false }));
}

/**
 * Looks for blockers of the stage. AWS refuses to delete a VPC that still has resources, so the run first sweeps what the
 * cluster left there. It reports buckets whose objects the destroy deletes.
 */
async function blockersOf(
  stack: StackSession,
  identity: ClusterIdentity,
  state: string,
): Promise<Pick<StackFailure, "stack" | "errors" | "fix" | "code"> | undefined> {
  if (stack.name === "vpc") await sweepAfter(stack, identity);
  const buckets = await filledBuckets(accessOf(stack.run), state);
  for (const bucket of buckets.emptied) {
    const keep = `to keep them, decline, and copy them first: aws s3 sync s3://${bucket} FOLDER`;
    stack.emit({ kind: "deletes-data", what: `deletes all objects in the bucket ${bucket}`, keep });
  }
  const blockers = [
    ...buckets.blockers,
    ...(await destroyBlockers(stack.name, { ...stack.run, ...identity })),
  ];
  if (blockers.length === 0) return undefined;
  return {
    stack: stack.name,
    code: "destroy-blocked",
    errors: blockers.map(({ what }) => what),
    fix: [...new Set(blockers.map(({ fix }) => fix))].join("; "),
  };
}
