/**
 * The Kubernetes API of the emulated cluster: discovery, one object, lists with selectors, the log of a pod, and the
 * deletion of one object. Every other write is refused, because only the recording providers write.
 */
import * as z from "zod";
import { refusalOf, type ApiTarget, type ClusterUser } from "./authorizer";
import type { EmulatedKubernetes } from "./index";
import { discover, pathOf } from "./discovery";
import type { ServedKind } from "./kinds";
import type { ClusterObject, Manifest } from "./object";
import { parseJson } from "../../clients/system/json";
import { textAt, valueOf } from "../providers/protocol/value";
import { fieldSelector, labelSelector } from "./selectors";
import {
  badRequest,
  conflict,
  detailsOf,
  forbidden,
  methodNotAllowed,
  notFound,
  unknownAddress,
} from "./status";
import type { Environment } from "../../config/environment";

interface ApiRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** @default empty */
  readonly body?: string;
}

type Target = Omit<ApiTarget, "verb">;

/**
 * @returns text for the log of a pod, an object for everything else
 * @throws KubernetesError when the request is refused
 */
export function answerApi(
  cluster: EmulatedKubernetes,
  user: ClusterUser,
  request: ApiRequest,
): object | string {
  const path = request.path.replace(/\/$/, "");
  const kinds = cluster.kinds();
  const log = /^(.+\/pods\/[^/]+)\/log$/.exec(path)?.[1];
  if (log !== undefined) {
    const pod = targetOf(log, kinds);
    if (pod !== undefined) authorize(cluster, user, { ...pod, subresource: "log", verb: "get" });
    return logText(cluster, pod, request.query);
  }
  const discovery = request.method === "GET" ? discover(path, kinds) : undefined;
  if (discovery !== undefined) return discovery;
  const target = targetOf(path, kinds);
  if (target === undefined) throw unknownAddress;
  const verb = verbOf(request, target);
  authorize(cluster, user, { ...target, verb });
  const objects = cluster.objects().filter(({ object }) => isIn(target, object));
  if (verb === "list") return list(target.kind, objects, request.query);
  if (target.name === undefined || (verb !== "get" && verb !== "delete")) {
    throw methodNotAllowed(target.kind, verb);
  }
  const { name, kind } = target;
  const found = objects.find(({ object }) => object.metadata.name === name);
  if (found === undefined) throw notFound(kind, name);
  return verb === "get" ? found.object : deleteObject(kind, found, request.body ?? "");
}

function authorize(cluster: EmulatedKubernetes, user: ClusterUser, target: ApiTarget): void {
  const refusal = refusalOf(cluster, user, target);
  if (refusal !== undefined) throw refusal;
}

/** A path is `<version>[/namespaces/<namespace>]/<plural>[/<name>]`. */
function targetOf(path: string, kinds: readonly ServedKind[]): Target | undefined {
  const matches = kinds.flatMap((kind): Target[] => {
    const base = pathOf(kind.apiVersion);
    if (!path.startsWith(`${base}/`)) return [];
    const [first, ...rest] = path.slice(base.length + 1).split("/");
    const inNamespace = kind.namespaced && first === "namespaces";
    const [plural, name, more] = inNamespace ? rest.slice(1) : [first, ...rest];
    const namespace = inNamespace ? rest[0] : undefined;
    if (plural !== kind.plural || more !== undefined) return [];
    // The path of one object of a namespaced kind must name its namespace.
    if (name !== undefined && kind.namespaced && namespace === undefined) return [];
    return [{ kind, ...(namespace !== undefined && { namespace }), ...(name !== undefined && { name }) }];
  });
  return matches[0];
}

/** The whole log, also for a client that follows it. Lines have no time, so `sinceSeconds` has no effect. */
function logText(cluster: EmulatedKubernetes, target: Target | undefined, query: URLSearchParams): string {
  if (target?.name === undefined) throw unknownAddress;
  const { name } = target;
  const pod = cluster
    .objects()
    .map(({ object }) => object)
    .find((object) => isIn(target, object) && object.metadata.name === name);
  if (pod === undefined) throw notFound(target.kind, name);
  if (query.get("previous") === "true") {
    const container = query.get("container") ?? "";
    throw badRequest(`previous terminated container "${container}" in pod "${name}" not found`);
  }
  const count = Number(query.get("tailLines") ?? Infinity);
  return cluster
    .logOf(pod)
    .slice(-count)
    .map((line) => `${line}\n`)
    .join("");
}

const writing: Readonly<Record<string, string>> = { POST: "create", PUT: "update", PATCH: "patch" };

function verbOf({ method, query }: ApiRequest, { name }: Target): string {
  if (method === "DELETE") return name === undefined ? "deletecollection" : "delete";
  if (method !== "GET") return writing[method] ?? method.toLowerCase();
  if (/^(1|true)$/.test(query.get("watch") ?? "")) return "watch";
  return name === undefined ? "list" : "get";
}

function isIn({ kind, namespace }: Target, object: Manifest): boolean {
  if (object.apiVersion !== kind.apiVersion || object.kind !== kind.kind) return false;
  return namespace === undefined || object.metadata.namespace === namespace;
}

function list(kind: ServedKind, objects: readonly ClusterObject[], query: URLSearchParams): object {
  const byLabel = labelSelector(query.get("labelSelector") ?? "");
  const byField = fieldSelector(query.get("fieldSelector") ?? "", fieldNames(kind));
  const items = objects
    .map(({ object }) => object)
    .filter((object) => byLabel(object.metadata.labels ?? {}) && byField(fieldsOf(object)))
    .sort((a, b) => sortKey(a).localeCompare(sortKey(b)));
  const { apiVersion } = kind;
  return { kind: `${kind.kind}List`, apiVersion, metadata: { resourceVersion: "1" }, items };
}

const sortKey = ({ metadata }: Manifest) => `${metadata.namespace ?? ""} ${metadata.name}`;

function fieldNames({ kind }: ServedKind): readonly string[] {
  return ["metadata.name", "metadata.namespace", ...(ownFields[kind] ?? [])];
}

/** Source: ToSelectableFields of each kind in kubernetes/pkg/registry/core. */
const ownFields: Readonly<Record<string, readonly string[]>> = {
  Pod: ["status.phase"],
  Event: ["type", "involvedObject.kind"],
};

function fieldsOf(object: Manifest): Environment {
  const whole = valueOf(object);
  const fields = ["metadata.name", "metadata.namespace", ...(ownFields[object.kind] ?? [])];
  return Object.fromEntries(fields.map((field) => [field, textAt(whole, ...field.split("."))]));
}

/** Source: immortal namespaces of the admission plugin NamespaceLifecycle. */
const immortal: readonly string[] = ["default", "kube-system", "kube-public"];

const deleteOptions = z.object({
  preconditions: z.object({ uid: z.string().optional(), resourceVersion: z.string().optional() }).default({}),
});

function deleteObject(kind: ServedKind, { object, remove }: ClusterObject, body: string): object {
  const { name, uid, resourceVersion } = object.metadata;
  const options = deleteOptions.safeParse(body === "" ? {} : parseJson(body));
  if (!options.success) throw badRequest("couldn't read the DeleteOptions");
  const { preconditions } = options.data;
  for (const [field, required, actual] of [
    ["UID", preconditions.uid, uid],
    ["ResourceVersion", preconditions.resourceVersion, resourceVersion],
  ] as const) {
    if (required === undefined || required === actual) continue;
    const difference = `${field} in precondition: ${required}, ${field} in object meta: ${actual ?? ""}`;
    throw conflict(kind, name, `Precondition failed: ${difference}`);
  }
  if (kind.kind === "Namespace" && immortal.includes(name)) {
    throw forbidden(kind, name, "this namespace may not be deleted");
  }
  remove();
  const details = detailsOf(kind, name, uid);
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details };
}
