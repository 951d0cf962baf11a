/** The Kubernetes kind behind each resource type of the kubernetes provider, without the version in the type's name. */
import type { Manifest } from "./object";

export type ObjectKind = Pick<Manifest, "apiVersion" | "kind">;

const access = "rbac.authorization.k8s.io/v1";

export const objectKinds: Readonly<Record<string, ObjectKind>> = {
  kubernetes_namespace: { apiVersion: "v1", kind: "Namespace" },
  kubernetes_secret: { apiVersion: "v1", kind: "Secret" },
  kubernetes_config_map: { apiVersion: "v1", kind: "ConfigMap" },
  // Writes keys of a ConfigMap that EKS created.
  kubernetes_config_map_v1_data: { apiVersion: "v1", kind: "ConfigMap" },
  kubernetes_service_account: { apiVersion: "v1", kind: "ServiceAccount" },
  kubernetes_role: { apiVersion: access, kind: "Role" },
  kubernetes_role_binding: { apiVersion: access, kind: "RoleBinding" },
  kubernetes_cron_job: { apiVersion: "batch/v1", kind: "CronJob" },
};
