/**
 * The objects that the recording providers have applied, as the cluster shows them: their metadata, what is in a
 * ConfigMap, and all of a manifest that is no secret. What a chart would make is not known: of a release there is
 * Helm's own secret, and the namespace if it made one.
 */
import { parseAllDocuments } from "yaml";
import type { ClusterStore, StoredObject } from "../providers/cluster-store";
import { isPartOfAnother, kindOf } from "../providers/identity";
import { isList, isObject, textAt, type Value } from "../providers/protocol/value";
import { servedKind } from "./kinds";
import { manifestSchema, type ClusterObject, type Manifest } from "./object";
import { objectKinds, type ObjectKind } from "./object-kinds";
import { releaseSecret } from "./release";

export function recordedObjects(store: ClusterStore): ClusterObject[] {
  // What only a part was written of comes after the object itself.
  const stored = [...store.all()].sort(
    (one, other) => Number(isPartOfAnother(one.type)) - Number(isPartOfAnother(other.type)),
  );
  return stored.flatMap((one) => {
    const remove = () => {
      store.remove(one.type, one.state);
    };
    return objectsOf(one).map((object) => ({ object, remove }));
  });
}

function objectsOf(stored: StoredObject): Manifest[] {
  const { type, state } = stored;
  if (type === "kubectl_manifest") return manifest(stored);
  if (type === "helm_release") {
    const makes = isObject(state) && state.create_namespace === true;
    const secret = releaseSecret(stored);
    return makes ? [secret, namespaceOf(secret)] : [secret];
  }
  const kind = objectKinds[kindOf(type)];
  return kind === undefined ? [] : [resource(kind, stored)];
}

function namespaceOf({ metadata: { namespace = "default", creationTimestamp } }: Manifest): Manifest {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, creationTimestamp } };
}

function resource({ apiVersion, kind }: ObjectKind, { state, uid, created }: StoredObject): Manifest {
  const [given] = isObject(state) && isList(state.metadata) ? state.metadata : [];
  const metadata = isObject(given) ? given : {};
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

/** None of what is no object of Kubernetes. */
function manifest({ state, uid, created }: StoredObject): Manifest[] {
  const content: unknown = parseAllDocuments(textAt(state, "yaml_body") ?? "")[0]?.toJS();
  const parsed = manifestSchema.safeParse(content);
  if (!parsed.success) return [];
  const known = { uid: textAt(state, "uid") ?? uid, creationTimestamp: created };
  const scope = servedKind(parsed.data)?.namespaced === true ? { namespace: "default" } : {};
  return [{ ...parsed.data, metadata: { ...scope, ...parsed.data.metadata, ...known } }];
}
