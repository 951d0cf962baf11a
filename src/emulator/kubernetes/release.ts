/**
 * The secret that Helm keeps of a release, less the release. Source: newSecretsObject and makeKey of Helm 3's
 * pkg/storage.
 */
import { textAt, isList, isObject } from "../providers/value";
import type { StoredObject } from "../providers/cluster-store";
import type { JournalEntry } from "../providers/journal";
import type { Manifest } from "./object";

export function releaseSecret({ state, uid, created }: StoredObject, failed: boolean): Manifest {
  const name = textAt(state, "name") ?? "";
  const revision = revisionOf(state);
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: `sh.helm.release.v1.${name}.v${revision}`,
      namespace: textAt(state, "namespace") ?? "default",
      labels: {
        modifiedAt: String(Date.parse(created) / 1000),
        name,
        owner: "helm",
        status: failed ? "failed" : (textAt(state, "status") ?? "deployed"),
        version: String(revision),
      },
      uid,
      creationTimestamp: created,
    },
    type: "helm.sh/release.v1",
  };
}

function revisionOf(state: StoredObject["state"]): number {
  const [first] = isObject(state) && isList(state.metadata) ? state.metadata : [];
  const revision = isObject(first) ? first.revision : undefined;
  return typeof revision === "number" ? revision : 1;
}

/** Identities of the releases whose installation failed since they were last uninstalled, and nothing mended it. */
export function failedInstallations(entries: readonly JournalEntry[]): ReadonlySet<string> {
  const failed = new Set<string>();
  const installed = new Set<string>();
  for (const { action, type, identity } of entries) {
    if (type !== "helm_release") continue;
    if (action === "fail" && !installed.has(identity)) failed.add(identity);
    if (action === "create" || action === "update") installed.add(identity);
    if (action === "delete") installed.delete(identity);
    if (action !== "fail") failed.delete(identity);
  }
  return failed;
}
