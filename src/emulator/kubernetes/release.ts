/**
 * The Secret in which Helm stores a release, without the release itself. Source: newSecretsObject and makeKey in pkg/storage
 * of Helm 3.
 */
import { textAt, valueAt } from "../providers/protocol/value";
import type { StoredObject } from "../providers/cluster-store";
import type { Manifest } from "./object";

export function releaseSecret({ state, uid, created }: StoredObject): Manifest {
  const name = textAt(state, "name") ?? "";
  const stored = valueAt(state, ["metadata", 0, "revision"]);
  const revision = typeof stored === "number" ? stored : 1;
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
