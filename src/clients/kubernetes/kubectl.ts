/**
 * Calls the cluster's API through kubectl, with a given kubeconfig and with the credentials and proxy of the environment.
 * A failed call returns the reason and a fix.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { runCommand, type CommandOptions, type CommandResult } from "../system/command";
import type { Environment } from "../../config/environment";

export interface ClusterCall {
  /** Path of the kubeconfig file. */
  readonly kubeconfig: string;
  readonly env: Environment;
  readonly signal?: AbortSignal;
}

type KubectlList =
  | { readonly ok: true; readonly items: readonly unknown[] }
  | { readonly ok: false; readonly reason: string; readonly fix: string };

const listSchema = z.object({ items: z.array(z.unknown()) });

/** Lists objects. @param args arguments of `kubectl get`. @returns an empty list for a kind that the cluster does not have */
export async function listObjects(call: ClusterCall, args: readonly string[]): Promise<KubectlList> {
  const result = await kubectl(call, "get", [...args, "--output", "json"]);
  if (result.status === 0) {
    return { ok: true, items: listSchema.parse(JSON.parse(result.stdout)).items };
  }
  // Without Karpenter, the cluster does not have Karpenter's kinds.
  if (result.stderr.includes("the server doesn't have a resource type")) return { ok: true, items: [] };
  const reason = reasonOf(result);
  return { ok: false, reason, fix: fixOf(reason) };
}

/**
 * Deletes one object with preconditions. No option of kubectl sets preconditions, so the call uses the raw path of the API.
 * @param path path of the object in the API, such as `/api/v1/namespaces/NAMESPACE/pods/POD`
 * @param options Kubernetes `DeleteOptions`
 * @returns `deleted`; `gone` if it no longer exists; `changed` if a precondition fails
 * @throws an error with kubectl's message if the API refuses the call
 */
export async function deleteObject(
  call: ClusterCall,
  path: string,
  options: object,
): Promise<"deleted" | "gone" | "changed"> {
  const folder = mkdtempSync(join(tmpdir(), "glrunner-delete-"));
  const file = join(folder, "options.json");
  try {
    writeFileSync(file, JSON.stringify(options));
    const result = await kubectl(call, "delete", ["--raw", path, "--filename", file]);
    if (result.status === 0) return "deleted";
    const reason = reasonOf(result);
    if (reason.includes("(NotFound)")) return "gone";
    if (reason.includes("(Conflict)")) return "changed";
    throw new Error(reason);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Selects lines of a log, as the options of `kubectl logs` do. */
export interface LogLines {
  readonly namespace: string;
  readonly pod: string;
  /** Reads the log of the container before its last restart. */
  readonly previous: boolean;
  /** @default from the beginning of the log */
  readonly sinceSeconds?: number;
  /** Number of last lines to read. @default all */
  readonly tail?: number;
  /** Receives each new line until the call is interrupted. @default the call returns the log as it is now */
  readonly onLine?: (line: string) => void;
}

type Log =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string; readonly fix: string };

/** The longest timeout of a timer: 24 days. */
const noTimeoutMs = 2 ** 31 - 1;

/** Reads the log of a pod's only container. With `onLine`, the returned text is empty. */
export async function readLog(call: ClusterCall, lines: LogLines): Promise<Log> {
  const { namespace, pod, previous, sinceSeconds, tail, onLine } = lines;
  const args = [
    ...[pod, "--namespace", namespace],
    ...(previous ? ["--previous"] : []),
    ...(sinceSeconds === undefined ? [] : [`--since=${sinceSeconds}s`]),
    ...(tail === undefined ? [] : [`--tail=${tail}`]),
    ...(onLine === undefined ? [] : ["--follow"]),
  ];
  const follow = { onLine, keepsOutput: false, timeoutMs: noTimeoutMs, graceMs: 2000 };
  const result = await kubectl(call, "logs", args, onLine === undefined ? {} : follow);
  if (result.status === 0) return { ok: true, text: result.stdout };
  const reason = reasonOf(result);
  return { ok: false, reason, fix: fixOf(reason) };
}

function kubectl(
  { kubeconfig, env, signal }: ClusterCall,
  verb: "get" | "delete" | "logs",
  args: readonly string[],
  more: Partial<CommandOptions> = {},
): Promise<CommandResult> {
  // The timeout covers the whole response, and a followed log never ends.
  const timeout = verb === "logs" ? [] : ["--request-timeout", "20s"];
  return runCommand(["kubectl", verb, ...args, "--kubeconfig", kubeconfig, ...timeout], {
    cwd: tmpdir(),
    env,
    timeoutMs: 120_000,
    ...(signal !== undefined && { signal }),
    ...more,
  });
}

function reasonOf({ status, stderr }: CommandResult): string {
  const lastLine = stderr.trim().split("\n").at(-1) ?? "";
  return lastLine === "" ? `kubectl ended with ${status ?? "a signal"}` : lastLine;
}

/** The fix of the first pattern that matches kubectl's message applies. */
const fixes: readonly (readonly [RegExp, string])[] = [
  [/ENOENT/, "install kubectl on PATH, then run the same command again"],
  // Source: kubernetes/kubernetes:pkg/kubelet/kubelet_pods.go, validateContainerLogStatus.
  [
    /previous terminated container/,
    "the container has not restarted: run the same command without --previous",
  ],
  [
    /is waiting to start/,
    "run `glrunner status` until it reports that the pod has started; then run the same command again",
  ],
  [
    /Unauthorized|must be logged in|Forbidden|forbidden|getting credentials/,
    "use the credentials that created the cluster, or add your role to aws-auth; then run the same command again",
  ],
];
const unreachable =
  "allow your address in cluster.endpoint, or use a machine in the VPC; then run the same command again";

function fixOf(reason: string): string {
  return fixes.find(([pattern]) => pattern.test(reason))?.[1] ?? unreachable;
}
