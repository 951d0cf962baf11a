/** `glrunner jobs`: what runs and at what price; `jobs clean`: what hangs, shown before anything is deleted. */
import type { DeletionOutcome } from "../../fleet/jobs/clean";
import type { StuckPod } from "../../fleet/jobs/stuck-pods";
import { runnerMetadata } from "../../fleet/jobs/job-selector";
import { deleteStuckJobs, lookForJobs, type JobsResult } from "../../fleet/jobs/report";
import { deletionText, stuckText, jobsText, reasonText } from "../../fleet/jobs/report/text";
import type { ClusterCall } from "../../clients/kubernetes/kubectl";
import { askYesNo } from "../terminal/prompt";
import { decline, fail, type ConfigOption } from "../context/command-context";
import type { CommandCall } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../context/load-config";
import { watching } from "../terminal/watching";
import { withCluster } from "../context/with-cluster";
import { refuseMixture, runJobCost, type JobCostOptions } from "./jobs-cost";

export async function runJobs(call: CommandCall<JobCostOptions>): Promise<ExitCode> {
  const refused = refuseMixture(call);
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
    call.print({ ...result, hung: result.hung.map(plain) }, jobsText(result));
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
        call.print({ deleted: false, pods: hung.map(plain) }, stuckText(hung));
        if (hung.length === 0) return exitCodes.ok;
        return decline(call, { what: "nothing was deleted", approve: "glrunner jobs clean --yes" });
      }
      const outcomes = await deleteStuckJobs(cluster, hung);
      call.print({ deleted: true, pods: outcomes.map(plain) }, deletionText(outcomes));
      const failed = outcomes.filter(({ did }) => did === "failed").map(({ pod }) => pod.name);
      if (failed.length === 0) return exitCodes.ok;
      const message = `not deleted: ${failed.join(", ")}`;
      return fail(call, { code: "jobs-not-deleted", message, details: { pods: failed }, isPrinted: true });
    },
  );
}

/** Ctrl-C and Ctrl-D at the question are no. */
async function approved(
  { values, terminal }: CommandCall<CleanOptions>,
  hung: readonly StuckPod[],
): Promise<boolean> {
  if (values.yes) return true;
  if (terminal.ask !== undefined) terminal.err(stuckText(hung));
  return askYesNo(terminal, "Delete them? [y/N] ");
}

type Limits = { readonly olderThanSeconds?: number };
type Look = (result: JobsResult, cluster: ClusterCall) => Promise<ExitCode>;

async function withJobs(call: CommandCall<ConfigOption>, limits: Limits, look: Look): Promise<ExitCode> {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  return withCluster(call, config, async (cluster) => {
    const result = await lookForJobs(cluster, { config, now: new Date(), ...limits });
    return result.ok ? look(result, cluster) : fail(call, { code: "kubectl-failed", ...result });
  });
}

function plain(hung: StuckPod | DeletionOutcome) {
  const { pod, ageSeconds, reasons } = hung;
  return {
    ...{
      namespace: pod.namespace,
      pod: pod.name,
      url: pod.annotations.get(runnerMetadata.url) ?? "",
      ageSeconds,
    },
    reasons: reasons.map((reason) => ({ ...reason, text: reasonText(reason) })),
    ...("did" in hung && { did: hung.did }),
    ...("why" in hung && { why: hung.why }),
  };
}
