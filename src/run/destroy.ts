/**
 * `destroy`: the stages backward. A stage that holds nothing is skipped. Before each other one the run looks for what
 * the destroy would orphan or what would block it. Once the cluster is gone, it sweeps what AWS left behind.
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

export type DestroyOutcome = RunOutcome & {
  /** What AWS had left behind; undefined when the lowest stage was not destroyed. */
  readonly sweep?: SweepResult;
};

/** @param chosen in deploy order */
export async function destroy(options: DestroyOptions, chosen: readonly RunStack[]): Promise<DestroyOutcome> {
  return asRun(options, "destroy", chosen, async (run, stacks, earlier) => {
    const above = await deployedAbove(run, stacks);
    if (above.length > 0) {
      const names = above.map(({ name }) => name);
      const all = [...names, ...stacks.map(({ name }) => name)].join(" ");
      return refused({
        code: "stage-above-deployed",
        message: `${names.join(", ")} still stands on it`,
        fix: `destroy it too: glrunner destroy ${all}`,
      });
    }
    return destroyStacks(run, stacks, options.approve, unsettledStacks(earlier));
  });
}

/**
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
  let traces: ClusterIdentity = {};
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
      const skipped = "it was never deployed, or is destroyed already";
      stack.emit({ kind: "stack-skipped", why: skipped });
      done.push({ ok: true, stack: stack.name, skipped });
      continue;
    }
    traces = { ...traces, ...parseClusterIdentity(found.state) };
    const blocked = await blockersOf(stack, traces, found.state);
    if (blocked !== undefined) return { ok: false, stacks: done, failure: blocked };
    const outcome = await runStack(stack, { destroys: true, approve, unsettled: lost });
    if (!outcome.ok) return { ok: false, stacks: done, failure: outcome };
    done.push(outcome);
  }
  const [lowest] = run.stacks;
  const swept =
    lowest !== undefined && chosen.includes(lowest) ? await sweepAfter(lowest, traces) : undefined;
  const seconds = secondsSince(started);
  return { ok: true, stacks: done, seconds, ...(swept !== undefined && { sweep: swept }) };
}

function sweepAfter(stack: StackSession, traces: ClusterIdentity): Promise<SweepResult> {
  const { config } = stack.run;
  const { name, region } = config;
  const buckets = createdBuckets(config).map((bucket) => bucket.name);
  const cluster = { name, region, ...traces, buckets, access: accessOf(stack.run) };
  return stack.step("sweep", () => sweep(cluster, { dryRun: false }));
}

/**
 * AWS refuses to delete a VPC with anything in it, so what the cluster left there is swept first. Objects that the destroy
 * deletes are reported before anything happens.
 */
async function blockersOf(
  stack: StackSession,
  traces: ClusterIdentity,
  state: string,
): Promise<Pick<StackFailure, "stack" | "errors" | "fix" | "code"> | undefined> {
  if (stack.name === "vpc") await sweepAfter(stack, traces);
  const buckets = await filledBuckets(accessOf(stack.run), state);
  for (const bucket of buckets.emptied) {
    const keep = `to keep them, decline, and copy them first: aws s3 sync s3://${bucket} FOLDER`;
    stack.emit({ kind: "deletes-data", what: `deletes all objects in the bucket ${bucket}`, keep });
  }
  const blockers = [...buckets.blockers, ...(await destroyBlockers(stack.name, { ...stack.run, ...traces }))];
  if (blockers.length === 0) return undefined;
  return {
    stack: stack.name,
    code: "destroy-blocked",
    errors: blockers.map(({ what }) => what),
    fix: [...new Set(blockers.map(({ fix }) => fix))].join("; "),
  };
}
