/** `glrunner logs`: prints the log of one runner's manager from the cluster, with secrets masked. */
import { listObjects, readLog, type ClusterCall, type LogLines } from "../../../clients/kubernetes/kubectl";
import { managerNamespace } from "../../../config";
import { maskText } from "../../../config/mask";
import { managerLabel } from "../../../config/resource-names";
import { readPod } from "../../../fleet/jobs/pod";
import { fail, type ConfigOption } from "../../context/command-context";
import type { CommandCall } from "../../definition/command";
import { didYouMean } from "../../definition/did-you-mean";
import { exitCodes, type ExitCode } from "../../exit-codes";
import { load } from "../../context/load-config";
import { withCluster } from "../../context/with-cluster";
import { untilRead } from "../../terminal/watching";

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
    const message = `the configuration has no runner ${runner}${didYouMean(runner, names)}`;
    const fix = names.length === 0 ? "add it under `runners`" : `name one of ${names.join(", ")}`;
    return fail(call, { code: "runner-unknown", message, fix });
  }
  const signal = untilRead(call);
  return withCluster(call, config, (cluster) => showLog(call, { ...cluster, signal }));
}

function conflictIn({ follow, previous }: LogsOptions, json: boolean) {
  if (follow && json)
    return {
      message: "--follow prints lines without an end, which is not one JSON document",
      fix: "leave out --json or --follow",
    };
  return follow && previous
    ? {
        message: "the log of --previous is complete: nothing follows",
        fix: "leave out --follow or --previous",
      }
    : undefined;
}

/** Ends without a message: the log so far is printed. A reader that left (`| head`) has all that it asked for. */
function ended(call: LogsCall): ExitCode {
  if (call.terminal.outClosed?.aborted === true) return exitCodes.ok;
  return fail(call, { code: "interrupted", message: "Ctrl-C ended the log", isPrinted: true });
}

async function showLog(
  call: LogsCall,
  cluster: ClusterCall & { readonly signal: AbortSignal },
): Promise<ExitCode> {
  const isEnded = () => cluster.signal.aborted;
  const { values, terminal } = call;
  const [runner] = call.positionals;
  const managers = ["pods", "--namespace", managerNamespace, "--selector", `${managerLabel}=${runner}`];
  const found = await listObjects(cluster, managers);
  if (isEnded()) return ended(call);
  if (!found.ok) {
    const message = `could not look for the manager of ${runner}: ${found.reason}`;
    return fail(call, { code: "kubectl-failed", message, fix: found.fix });
  }
  const pod = newestPod(found.items);
  if (pod === undefined)
    return fail(call, { code: "manager-missing", message: `${runner} has no manager in the cluster` });
  const printLine = (line: string) => {
    terminal.out(`${maskText(line)}\n`);
  };
  const log = await readLog(cluster, {
    ...{ namespace: managerNamespace, pod, previous: values.previous },
    ...{ sinceSeconds: values.since, tail: values.tail, onLine: values.follow ? printLine : undefined },
  } satisfies LogLines);
  if (isEnded()) return ended(call);
  if (!log.ok) return fail(call, { code: "log-unreadable", message: log.reason, fix: log.fix });
  // Masks the whole text at once, because a private key has several lines.
  const text = maskText(log.text);
  const lines = text.split("\n").filter((line, at, all) => line !== "" || at < all.length - 1);
  call.print({ runner, namespace: managerNamespace, pod, lines }, text);
  return exitCodes.ok;
}

/** The name of the newest pod that is not being deleted: after an upgrade of the chart, the old pod finishes its jobs. */
function newestPod(items: readonly unknown[]): string | undefined {
  return items
    .flatMap((item) => readPod(item) ?? [])
    .sort((one, other) => Number(one.ending) - Number(other.ending) || other.created - one.created)[0]?.name;
}
