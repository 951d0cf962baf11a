import { describe, expect, it } from "vitest";
import { servedKind } from "../../../src/emulator/kubernetes/kinds";
import { forbidden, methodNotAllowed, notFound, unauthorized } from "../../../src/emulator/kubernetes/status";

function kind(apiVersion: string, name: string) {
  const found = servedKind({ apiVersion, kind: name });
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

describe("a Status", () => {
  it("of an absent object names it as Kubernetes does", () => {
    expect(notFound(kind("v1", "Namespace"), "x").status).toEqual({
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message: 'namespaces "x" not found',
      reason: "NotFound",
      details: { name: "x", kind: "namespaces" },
      code: 404,
    });
  });

  it("names the group of a kind outside the core", () => {
    expect(notFound(kind("karpenter.sh/v1", "NodePool"), "spot").status).toMatchObject({
      message: 'nodepools.karpenter.sh "spot" not found',
      details: { name: "spot", group: "karpenter.sh", kind: "nodepools" },
    });
    expect(methodNotAllowed(kind("apps/v1", "Deployment"), "create").status).toMatchObject({
      message: 'create is not supported on resources of kind "deployments.apps"',
      reason: "MethodNotAllowed",
      code: 405,
    });
  });

  it("of a refused request gives the reason", () => {
    expect(forbidden(kind("v1", "Namespace"), "default", "no").status).toMatchObject({
      message: 'namespaces "default" is forbidden: no',
      reason: "Forbidden",
      code: 403,
    });
    expect(unauthorized.status).toMatchObject({ message: "Unauthorized", code: 401 });
  });
});
