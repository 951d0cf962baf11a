/** Source of the texts: k8s.io/apiserver handlers/responsewriters/errors.go, ForbiddenMessage. */
import { beforeEach, describe, expect, it } from "vitest";
import { EmulatedKubernetes } from "../../../src/emulator/kubernetes";
import { answerApi } from "../../../src/emulator/kubernetes/api";
import { KubernetesError } from "../../../src/emulator/kubernetes/status";
import { ClusterStore } from "../../../src/emulator/providers/cluster-store";

const alice = { username: "alice", groups: ["viewers"] };
const rbac = "rbac.authorization.k8s.io/v1";

describe("a user without system:masters", () => {
  let cluster: EmulatedKubernetes;
  beforeEach(() => {
    cluster = new EmulatedKubernetes(new ClusterStore());
  });

  function asked(path: string, method = "GET", user = alice): { code: number; message: string } {
    try {
      answerApi(cluster, user, { method, path, query: new URLSearchParams() });
      return { code: 200, message: "" };
    } catch (error) {
      if (error instanceof KubernetesError) return error;
      throw error;
    }
  }
  const bind = (kind: string, subject: object, role: string, namespace?: string) => {
    cluster.add({
      ...{ apiVersion: rbac, kind, roleRef: { kind: role === "pods" ? "Role" : "ClusterRole", name: role } },
      metadata: { name: "binding", ...(namespace !== undefined && { namespace }) },
      subjects: [subject],
    });
  };
  const group = { kind: "Group", name: "viewers" };

  it.each([
    [
      "/api/v1/pods",
      "GET",
      'pods is forbidden: User "alice" cannot list resource "pods" in API group "" at the cluster scope',
    ],
    [
      "/api/v1/namespaces/jobs/pods",
      "GET",
      'pods is forbidden: User "alice" cannot list resource "pods" in API group "" in the namespace "jobs"',
    ],
    [
      "/apis/apps/v1/namespaces/jobs/deployments/a",
      "GET",
      'deployments.apps "a" is forbidden: User "alice" cannot get resource "deployments" in API group "apps" in the namespace "jobs"',
    ],
    [
      "/api/v1/namespaces/jobs",
      "DELETE",
      'namespaces "jobs" is forbidden: User "alice" cannot delete resource "namespaces" in API group "" in the namespace "jobs"',
    ],
    [
      "/api/v1/namespaces/jobs/pods/a/log",
      "GET",
      'pods "a" is forbidden: User "alice" cannot get resource "pods/log" in API group "" in the namespace "jobs"',
    ],
  ])("is refused without a binding: %s", (path, method, message) => {
    expect(asked(path, method)).toMatchObject({ code: 403, message });
    expect(asked("/apis").code).toBe(200);
  });

  it("may do everything with a binding of the user or a group to cluster-admin", () => {
    bind("ClusterRoleBinding", group, "cluster-admin");
    expect(asked("/api/v1/pods").code).toBe(200);
    expect(asked("/api/v1/pods", "GET", { username: "bob", groups: [] }).code).toBe(403);
    bind("ClusterRoleBinding", { kind: "User", name: "bob" }, "cluster-admin");
    expect(asked("/api/v1/pods", "GET", { username: "bob", groups: [] }).code).toBe(200);
    expect(asked("/api/v1/pods").code).toBe(403);
  });

  it("may do what a Role allows, only in its namespace", () => {
    const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }];
    cluster.add({ apiVersion: rbac, kind: "Role", metadata: { name: "pods", namespace: "jobs" }, rules });
    bind("RoleBinding", group, "pods", "jobs");
    expect(asked("/api/v1/namespaces/jobs/pods").code).toBe(200);
    for (const path of ["/api/v1/pods", "/api/v1/namespaces/other/pods", "/api/v1/namespaces/jobs/secrets"])
      expect([path, asked(path).code]).toEqual([path, 403]);
    expect(asked("/api/v1/namespaces/jobs/pods/a").code).toBe(403);
  });
});
