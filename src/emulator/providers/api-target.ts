/** The Kubernetes API request behind a recording provider's call. The call fails if the cluster forbids that request. */
import { parseAllDocuments } from "yaml";
import type { ApiTarget } from "../kubernetes/authorizer";
import { servedKind, type ServedKind } from "../kubernetes/kinds";
import { objectKinds } from "../kubernetes/object-kinds";
import type { KubernetesError } from "../kubernetes/status";
import { kindOf } from "./identity";
import { textAt, valueOf, type Value } from "./protocol/value";

/**
 * Why the cluster refuses a call; undefined when it allows it.
 * @param target @default a request that every admitted user may make
 */
export type ClusterGate = (target: ApiTarget | undefined) => KubernetesError | undefined;

type Verb = "get" | "create" | "patch" | "delete";

/** Undefined for a kind that the emulated cluster does not serve. */
export function apiTarget(type: string, object: Value, verb: Verb): ApiTarget | undefined {
  if (type === "helm_release") {
    // Helm stores its releases in Secrets and finds them by label.
    const kind = servedKind({ apiVersion: "v1", kind: "Secret" });
    return kind && { kind, verb: "list", namespace: textAt(object, "namespace") ?? "default" };
  }
  if (type === "kubectl_manifest") {
    const content = valueOf(parseAllDocuments(textAt(object, "yaml_body") ?? "")[0]?.toJS());
    const named = { apiVersion: textAt(content, "apiVersion") ?? "", kind: textAt(content, "kind") ?? "" };
    return target(servedKind(named), verb, valueOf({ metadata: [metadataOf(content)] }));
  }
  const named = objectKinds[kindOf(type)];
  return named && target(servedKind(named), verb, object);
}

function metadataOf(content: Value) {
  return { name: textAt(content, "metadata", "name"), namespace: textAt(content, "metadata", "namespace") };
}

function target(kind: ServedKind | undefined, verb: Verb, object: Value): ApiTarget | undefined {
  if (kind === undefined) return undefined;
  const name = textAt(object, "metadata", 0, "name");
  return {
    ...{ kind, verb },
    ...(kind.namespaced && { namespace: textAt(object, "metadata", 0, "namespace") ?? "default" }),
    // An object that is about to be created has no address yet.
    ...(name !== undefined && verb !== "create" && { name }),
  };
}

/** The error that each provider and Helm print for a refusal of the API server. */
export function refusalText(type: string, { code, message }: KubernetesError): string {
  const cause = code === 401 ? "the server has asked for the client to provide credentials" : message;
  if (type.startsWith("helm_")) {
    return code === 401
      ? `Kubernetes cluster unreachable: ${cause}`
      : `query: failed to query with labels: ${cause}`;
  }
  if (type.startsWith("kubectl_")) return `failed to fetch resource from kubernetes: ${cause}`;
  return message;
}
