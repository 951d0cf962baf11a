/** `glrunner logs`: the log of one runner's manager, as the cluster has it, without the secrets in it. */
import { listObjects, readLog, type ClusterCall, type LogLines } from "../../clients/kubernetes/kubectl";
import { managerNamespace } from "../../config";
import { maskText } from "../../config/mask";
import { managerLabel } from "../../config/resource-names";
import { readPod } from "../../fleet/jobs/pod";
import { fail, type ConfigOption } from "../context/command-context";
import type { CommandCall } from "../definition/command";
import { didYouMean } from "../definition/did-you-mean";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../context/load-config";
import { withCluster } from "../context/with-cluster";

interface LogsOptions extends ConfigOption {
  readonly follow: boolean;
  /** In seconds. */
  readonly since: number | undefined;
  readonly tail: number | undefined;
  readonly previous: boolean;
}

type LogsCall = CommandCall<LogsOptions, readonly [string]>;

export async function runLogs(call: LogsCall): Promise<ExitCode> {
  const { values, json } = call;
  const [runner] = call.positionals;
  const conflict = conflictIn(values, json);
  if (conflict !== undefined) return fail(call, { code: "option-conflict", ...conflict });
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const names = config.runners.map(({ name }) => name);
  if (!names.includes(runner)) {
    const message = `no runner is called ${runner}${didYouMean(runner, names)}`;
    const fix = names.length === 0 ? "add it under `runners`" : `name one of ${names.join(", ")}`;
    return fail(call, { code: "runner-unknown", message, fix });
  }
  const signal = call.onInterrupt();
  return withCluster(call, config, (cluster) => showLog(call, { ...cluster, signal }));
}

function conflictIn({ follow, previous }: LogsOptions, json: boolean) {
  if (follow && json) return { message: "--follow shows text for ever", fix: "leave out --json or --follow" };
  return follow && previous
    ? { message: "nothing is added to the log of --previous", fix: "leave out --follow or --previous" }
    : undefined;
}

/** What was shown is all there is to say. */
function interrupted(call: LogsCall): ExitCode {
  return fail(call, { code: "interrupted", message: "Ctrl-C ended the log", isPrinted: true });
}

async function showLog(
  call: LogsCall,
  cluster: ClusterCall & { readonly signal: AbortSignal },
): Promise<ExitCode> {
  const isInterrupted = () => cluster.signal.aborted;
  const { values, terminal } = call;
  const [runner] = call.positionals;
  const managers = ["pods", "--namespace", managerNamespace, "--selector", `${managerLabel}=${runner}`];
  const found = await listObjects(cluster, managers);
  if (isInterrupted()) return interrupted(call);
  if (!found.ok) {
    const message = `could not look for the manager of ${runner}: ${found.reason}`;
    return fail(call, { code: "kubectl-failed", message, fix: found.fix });
  }
  const pod = newest(found.items);
  if (pod === undefined) {
    const message = `${runner} has no manager in the cluster`;
    return fail(call, { code: "manager-missing", message });
  }
  const log = await readLog(cluster, {
    ...{ namespace: managerNamespace, pod, previous: values.previous },
    ...{ sinceSeconds: values.since, tail: values.tail, onLine: values.follow ? printLine : undefined },
  } satisfies LogLines);
  if (isInterrupted()) return interrupted(call);
  if (!log.ok) return fail(call, { code: "log-unreadable", message: log.reason, fix: log.fix });
  // As a whole: a private key has several lines.
  const text = maskText(log.text);
  const lines = text.split("\n").filter((line, at, all) => line !== "" || at < all.length - 1);
  call.print({ runner, namespace: managerNamespace, pod, lines }, text);
  return exitCodes.ok;

  function printLine(line: string): void {
    terminal.out(`${maskText(line)}\n`);
  }
}

/** The name of the pod that works: during an upgrade of the chart, the one before it still finishes its jobs. */
function newest(items: readonly unknown[]): string | undefined {
  return items
    .flatMap((item) => readPod(item) ?? [])
    .sort((one, other) => Number(one.ending) - Number(other.ending) || other.created - one.created)[0]?.name;
}
