/**
 * Authorizes requests to the emulated cluster by RBAC.
 *
 * 1. The group `system:masters` may do everything.
 * 2. Any other user may do what the bound roles allow: a RoleBinding grants its role in its own namespace, a
 *    ClusterRoleBinding in the whole cluster.
 * 3. `cluster-admin` is the only built-in role.
 *
 * Sources: Kubernetes documentation, "Using RBAC Authorization"; k8s.io/apiserver handlers/responsewriters/errors.go,
 * ForbiddenMessage (2026-11).
 */
import * as z from "zod";
import type { EmulatedKubernetes } from "./index";
import { groupOf, type ServedKind } from "./kinds";
import { forbidden, type KubernetesError } from "./status";

/** A user as the authenticator of the cluster reports it. */
export interface ClusterUser {
  readonly username: string;
  readonly groups: readonly string[];
}

/** The user that EKS gives the identity that created the cluster. */
export const clusterCreator: ClusterUser = { username: "kubernetes-admin", groups: ["system:masters"] };

/** A request to the API, as far as RBAC looks at it. */
export interface ApiTarget {
  readonly kind: ServedKind;
  readonly verb: string;
  /** @default all namespaces, or the kind is not namespaced */
  readonly namespace?: string;
  /** @default a list */
  readonly name?: string;
  /** For example `log` of a pod. @default the object itself */
  readonly subresource?: string;
}

const texts = z.array(z.string()).default([]);
const ruleSchema = z.object({ apiGroups: texts, resources: texts, verbs: texts, resourceNames: texts });
type Rule = z.output<typeof ruleSchema>;
const roleSchema = z.looseObject({ rules: z.array(ruleSchema).default([]) });
const bindingSchema = z.looseObject({
  roleRef: z.object({ kind: z.string(), name: z.string() }),
  subjects: z.array(z.object({ kind: z.string(), name: z.string() })).default([]),
});

const everything: Rule = { apiGroups: ["*"], resources: ["*"], verbs: ["*"], resourceNames: [] };

/** The error for a request that the user may not make; undefined if it is allowed. */
export function refusalOf(
  cluster: EmulatedKubernetes,
  user: ClusterUser,
  target: ApiTarget,
): KubernetesError | undefined {
  if (user.groups.includes("system:masters")) return undefined;
  const { kind, verb, name } = target;
  // For a Namespace, the API server uses its own name as the namespace.
  const namespace = kind.kind === "Namespace" ? name : target.namespace;
  if (rulesFor(cluster, user, namespace).some((rule) => covers(rule, target))) return undefined;
  const resource = `resource "${resourceOf(target)}" in API group "${groupOf(kind.apiVersion)}"`;
  const scope = namespace === undefined ? "at the cluster scope" : `in the namespace "${namespace}"`;
  return forbidden(kind, name, `User "${user.username}" cannot ${verb} ${resource} ${scope}`);
}

function rulesFor(
  cluster: EmulatedKubernetes,
  { username, groups }: ClusterUser,
  namespace: string | undefined,
): readonly Rule[] {
  const objects = cluster.objects().map(({ object }) => object);
  const bindings = objects.flatMap((object) => {
    const applies =
      object.kind === "ClusterRoleBinding" ||
      (object.kind === "RoleBinding" && object.metadata.namespace === namespace);
    const binding = applies ? bindingSchema.safeParse(object).data : undefined;
    const bound = binding?.subjects.some(
      ({ kind, name }) =>
        (kind === "User" && name === username) || (kind === "Group" && groups.includes(name)),
    );
    return binding !== undefined && bound === true ? [binding] : [];
  });
  return bindings.flatMap(({ roleRef: { kind, name } }) => {
    if (kind === "ClusterRole" && name === "cluster-admin") return [everything];
    const role = objects.find(
      ({ kind: roleKind, metadata }) =>
        roleKind === kind &&
        metadata.name === name &&
        (kind === "ClusterRole" || metadata.namespace === namespace),
    );
    return roleSchema.safeParse(role).data?.rules ?? [];
  });
}

function resourceOf({ kind, subresource }: ApiTarget): string {
  return subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`;
}

function covers(rule: Rule, target: ApiTarget): boolean {
  const { kind, verb, name } = target;
  const has = (list: readonly string[], value: string) => list.includes("*") || list.includes(value);
  return (
    has(rule.verbs, verb) &&
    has(rule.apiGroups, groupOf(kind.apiVersion)) &&
    has(rule.resources, resourceOf(target)) &&
    (rule.resourceNames.length === 0 || (name !== undefined && rule.resourceNames.includes(name)))
  );
}
