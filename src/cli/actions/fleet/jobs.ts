/** `glrunner jobs`: running jobs and their price. `jobs clean`: lists stuck job pods, then deletes them after approval. */
import type { DeletionOutcome } from "../../../fleet/jobs/clean";
import type { StuckPod } from "../../../fleet/jobs/stuck-pods";
import { runnerMetadata } from "../../../fleet/jobs/job-selector";
import { deleteStuckJobs, listJobs, type JobsResult } from "../../../fleet/jobs/report/list-jobs";
import { deletionText, stuckText, jobsText, reasonText } from "../../../fleet/jobs/report/text";
import type { ClusterCall } from "../../../clients/kubernetes/kubectl";
import { askYesNo } from "../../terminal/prompt";
import { decline, fail, type ConfigOption } from "../../context/command-context";
import type { CommandCall } from "../../definition/command";
import { exitCodes, type ExitCode } from "../../exit-codes";
import { load } from "../../context/load-config";
import { watching } from "../../terminal/watching";
import { withCluster } from "../../context/with-cluster";
import { refuseOptionConflicts, runJobCost, type JobCostOptions } from "./jobs-cost";

export async function runJobs(call: CommandCall<JobCostOptions>): Promise<ExitCode> {
  const refused = refuseOptionConflicts(call);
  if (refused !== undefined) return refused;
  if (call.values.cost) return runJobCost(call);
  if (call.values.watch) {
    return watching(call, async () => {
      let text: string | undefined;
      const code = await withJobs(call, {}, (result) => {
        text = jobsText(result);
        return Promise.resolve(exitCodes.ok);
      });
      return { code, ...(text !== undefined && { text }) };
    });
  }
  return withJobs(call, {}, (result) => {
    call.print({ ...result, hung: result.hung.map(podJson) }, jobsText(result));
    return Promise.resolve(exitCodes.ok);
  });
}

interface CleanOptions extends ConfigOption {
  /** In seconds. */
  readonly "older-than": number | undefined;
  readonly yes: boolean;
}

export async function runJobsClean(call: CommandCall<CleanOptions>): Promise<ExitCode> {
  const olderThanSeconds = call.values["older-than"];
  return withJobs(
    call,
    { ...(olderThanSeconds !== undefined && { olderThanSeconds }) },
    async ({ hung, unknown }, cluster) => {
      for (const what of unknown) call.terminal.err(`Not known: ${what}\n`);
      if (hung.length === 0 || !(await approved(call, hung))) {
        call.print({ deleted: false, pods: hung.map(podJson) }, stuckText(hung));
        if (hung.length === 0) return exitCodes.ok;
        return decline(call, { what: "nothing was deleted", approve: "glrunner jobs clean --yes" });
      }
      const outcomes = await deleteStuckJobs(cluster, hung);
      call.print({ deleted: true, pods: outcomes.map(podJson) }, deletionText(outcomes));
      const failed = outcomes.filter(({ did }) => did === "failed").map(({ pod }) => pod.name);
      if (failed.length === 0) return exitCodes.ok;
      const message = `not deleted: ${failed.join(", ")}`;
      return fail(call, { code: "jobs-not-deleted", message, details: { pods: failed }, isPrinted: true });
    },
  );
}

/** Asks before a deletion. Ctrl-C and Ctrl-D mean no. */
async function approved(
  { values, terminal }: CommandCall<CleanOptions>,
  stuck: readonly StuckPod[],
): Promise<boolean> {
  if (values.yes) return true;
  if (terminal.ask !== undefined) terminal.err(stuckText(stuck));
  return askYesNo(terminal, "Delete them? [y/N] ");
}

/** Lists the jobs of the cluster for `use`. @param limits when a pod counts as stuck, beyond the defaults */
async function withJobs(
  call: CommandCall<ConfigOption>,
  limits: { readonly olderThanSeconds?: number },
  use: (result: JobsResult, cluster: ClusterCall) => Promise<ExitCode>,
): Promise<ExitCode> {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  return withCluster(call, config, async (cluster) => {
    const result = await listJobs(cluster, { config, now: new Date(), ...limits });
    return result.ok ? use(result, cluster) : fail(call, { code: "kubectl-failed", ...result });
  });
}

/** A stuck pod as --json prints it. */
function podJson(stuck: StuckPod | DeletionOutcome) {
  const { pod, ageSeconds, reasons } = stuck;
  const url = pod.annotations.get(runnerMetadata.url) ?? "";
  return {
    ...{ namespace: pod.namespace, pod: pod.name, url, ageSeconds },
    reasons: reasons.map((reason) => ({ ...reason, text: reasonText(reason) })),
    ...("did" in stuck && { did: stuck.did }),
    ...("why" in stuck && { why: stuck.why }),
  };
}
