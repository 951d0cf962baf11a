/**
 * The secret that Helm keeps of a release, less the release. Source: newSecretsObject and makeKey of Helm 3's
 * pkg/storage.
 */
import { textAt, isList, isObject } from "../providers/protocol/value";
import type { StoredObject } from "../providers/cluster-store";
import type { Manifest } from "./object";

export function releaseSecret({ state, uid, created }: StoredObject): Manifest {
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
        status: textAt(state, "status") ?? "deployed",
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
