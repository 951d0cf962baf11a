/**
 * The objects that the recording providers have applied, as the cluster shows them: metadata, the data of a ConfigMap, and
 * the whole content of a manifest. The objects of a chart are unknown: a release shows as Helm's own Secret, and as the
 * namespace if Helm created it.
 */
import { parseAllDocuments } from "yaml";
import type { ClusterStore, StoredObject } from "../providers/cluster-store";
import { isPartOfAnother, kindOf } from "../providers/identity";
import { isObject, textAt, valueAt, type Value } from "../providers/protocol/value";
import { servedKind } from "./kinds";
import { manifestSchema, type ClusterObject, type Manifest } from "./object";
import { objectKinds, type ObjectKind } from "./object-kinds";
import { releaseSecret } from "./release";

export function recordedObjects(store: ClusterStore): ClusterObject[] {
  // Whole objects come before the resources that write a part of one.
  const stored = [...store.all()].sort(
    (a, b) => Number(isPartOfAnother(a.type)) - Number(isPartOfAnother(b.type)),
  );
  return stored.flatMap((applied) => {
    const remove = () => {
      store.remove(applied.type, applied.state);
    };
    return objectsOf(applied).map((object) => ({ object, remove }));
  });
}

function objectsOf(stored: StoredObject): Manifest[] {
  const { type, state } = stored;
  if (type === "kubectl_manifest") return manifest(stored);
  if (type === "helm_release") {
    const createsNamespace = isObject(state) && state.create_namespace === true;
    const secret = releaseSecret(stored);
    return createsNamespace ? [secret, namespaceOf(secret)] : [secret];
  }
  const kind = objectKinds[kindOf(type)];
  return kind === undefined ? [] : [resource(kind, stored)];
}

function namespaceOf({ metadata: { namespace = "default", creationTimestamp } }: Manifest): Manifest {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, creationTimestamp } };
}

function resource({ apiVersion, kind }: ObjectKind, { state, uid, created }: StoredObject): Manifest {
  const block = valueAt(state, ["metadata", 0]);
  const metadata = isObject(block) ? block : {};
  const namespace = kind === "Namespace" ? undefined : (textAt(metadata, "namespace") ?? "default");
  const labels = texts(metadata.labels);
  const annotations = texts(metadata.annotations);
  return {
    apiVersion,
    kind,
    metadata: {
      name: textAt(metadata, "name") ?? "",
      ...(namespace !== undefined && { namespace }),
      ...(labels !== undefined && { labels }),
      ...(annotations !== undefined && { annotations }),
      uid: textAt(metadata, "uid") ?? uid,
      creationTimestamp: created,
    },
    ...(isObject(state) && contents(kind, state)),
  };
}

function contents(kind: string, { data, type }: Readonly<Record<string, Value>>): object {
  if (kind === "ConfigMap") return { data: texts(data) ?? {} };
  return kind === "Secret" ? { type: typeof type === "string" ? type : "Opaque" } : {};
}

/** Undefined when there are none. */
function texts(value: Value | undefined): Record<string, string> | undefined {
  if (!isObject(value)) return undefined;
  const found = Object.entries(value).flatMap(([name, text]) =>
    typeof text === "string" ? [[name, text] as const] : [],
  );
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** Empty if the content is not a Kubernetes object. */
function manifest({ state, uid, created }: StoredObject): Manifest[] {
  const content: unknown = parseAllDocuments(textAt(state, "yaml_body") ?? "")[0]?.toJS();
  const parsed = manifestSchema.safeParse(content);
  if (!parsed.success) return [];
  const stored = { uid: textAt(state, "uid") ?? uid, creationTimestamp: created };
  const scope = servedKind(parsed.data)?.namespaced === true ? { namespace: "default" } : {};
  return [{ ...parsed.data, metadata: { ...scope, ...parsed.data.metadata, ...stored } }];
}
