/**
 * The name of an object in the cluster: `namespace/name` for Kubernetes and Helm. Two resources with the same identity
 * are the same object, whichever version of the resource type declares it.
 */
import { parseAllDocuments } from "yaml";
import { textAt, valueOf, type Value } from "./protocol/value";

/** @returns `namespace/name`; `Kind/namespace/name` for a manifest; without a name, the id or the type */
export function identityOf(type: string, object: Value): string {
  if (type === "helm_release") {
    return `${textAt(object, "namespace") ?? "default"}/${textAt(object, "name") ?? ""}`;
  }
  if (type === "kubectl_manifest") return manifestIdentity(textAt(object, "yaml_body") ?? "");
  const name = textAt(object, "metadata", 0, "name") ?? textAt(object, "metadata", 0, "generate_name");
  if (name === undefined) return textAt(object, "id") ?? type;
  const namespace = textAt(object, "metadata", 0, "namespace");
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function manifestIdentity(yaml: string): string {
  const content = valueOf(parseAllDocuments(yaml)[0]?.toJS());
  const parts = [
    textAt(content, "kind"),
    textAt(content, "metadata", "namespace"),
    textAt(content, "metadata", "name"),
  ];
  return parts.filter((part) => part !== undefined).join("/");
}

/** Removes the version: `kubernetes_namespace` for both `kubernetes_namespace` and `kubernetes_namespace_v1`. */
export function kindOf(type: string): string {
  return type.replace(/_v\d+$/, "");
}

/** Whether a type only changes another resource's object, or exists in Terraform's state alone. */
export function isPartOfAnother(type: string): boolean {
  return /_data$|^kubernetes_(annotations|labels)$|^time_|^cloudinit_|^tls_/.test(type);
}
