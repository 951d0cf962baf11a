/** `glrunner sweep`: deletes resources that AWS kept of a destroyed cluster. */
import { awsAccess } from "../../clients/aws/aws-access";
import { sweep, sweepText } from "../../run/sweep";
import { createdBuckets } from "../../config/resolve/cache-buckets";
import { fail, type ConfigOption } from "../context/command-context";
import type { CommandCall } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../context/load-config";
import { readStates } from "../context/temporary-stacks";

interface SweepOptions extends ConfigOption {
  readonly "dry-run": boolean;
}

export async function runSweep(call: CommandCall<SweepOptions>): Promise<ExitCode> {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const { name, region } = config;
  const { terminal, values, json } = call;
  const states = await readStates(config, call);
  // A state of another cluster: its network and everything in it would count as this cluster's.
  if (!states.ok && states.fix !== undefined)
    return fail(call, { code: "state-of-another-owner", ...states });
  if (!states.ok)
    terminal.err(
      `${states.message}\nWithout the state, only tags prove that a resource belongs to this cluster.\n`,
    );
  const traces = states.ok ? states.traces : {};
  const buckets = createdBuckets(config).map((bucket) => bucket.name);
  const cluster = { name, region, ...traces, buckets, access: awsAccess(region, call.env) };
  const onProgress = ({ kind, id, did }: { kind: string; id: string; did: string }) => {
    if (!json) terminal.err(`${did}: ${kind} ${id}\n`);
  };
  const result = await sweep(cluster, { dryRun: values["dry-run"], onProgress });
  call.print(result, sweepText(result));
  const { refused, kinds } = result;
  if (refused !== undefined)
    return fail(call, { code: "sweep-refused", message: refused.text, fix: refused.fix, isPrinted: true });
  const failed = kinds.filter(hasFailed).map(({ kind }) => kind);
  if (failed.length === 0) return exitCodes.ok;
  const message = `not listed or not deleted: ${failed.join(", ")}`;
  return fail(call, { code: "sweep-failed", message, details: { kinds: failed }, isPrinted: true });
}

function hasFailed({ failure, items }: { failure?: unknown; items: readonly { did: string }[] }): boolean {
  return failure !== undefined || items.some(({ did }) => did === "failed");
}
