import { describe, expect, it } from "vitest";
import { apiTarget, refusalText } from "../../../src/emulator/providers/api-target";
import { forbidden, unauthorized } from "../../../src/emulator/kubernetes/status";
import { servedKind } from "../../../src/emulator/kubernetes/kinds";

const meta = (metadata: Readonly<Record<string, string>>) => ({ metadata: [metadata] });

describe("the API request of a provider call", () => {
  it.each([
    ["kubernetes_secret_v1", meta({ name: "t", namespace: "ci" }), "get secrets ci/t"],
    [
      "kubernetes_config_map_v1_data",
      meta({ name: "aws-auth", namespace: "kube-system" }),
      "get configmaps kube-system/aws-auth",
    ],
    ["kubernetes_role_v1", meta({ name: "r" }), "get roles default/r"],
    ["kubernetes_namespace_v1", meta({ name: "ci" }), "get namespaces -/ci"],
    ["helm_release", { name: "plain", namespace: "gitlab-runner" }, "list secrets gitlab-runner/-"],
    [
      "kubectl_manifest",
      { yaml_body: "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: { name: spot }\n" },
      "get nodepools -/spot",
    ],
  ])("%s", (type, object, wanted) => {
    const found = apiTarget(type, object, "get");
    const { verb, kind, namespace = "-", name = "-" } = found ?? {};
    expect(`${verb ?? ""} ${kind?.plural ?? ""} ${namespace}/${name}`).toBe(wanted);
  });

  it("has no name before the object exists, and is undefined for an unknown kind", () => {
    expect(apiTarget("kubernetes_secret_v1", meta({ name: "t", namespace: "ci" }), "create")).toMatchObject({
      ...{ verb: "create", namespace: "ci" },
    });
    expect(apiTarget("kubernetes_secret_v1", meta({ name: "t" }), "create")?.name).toBeUndefined();
    expect(apiTarget("kubernetes_storage_class_v1", meta({ name: "gp3" }), "get")).toBeUndefined();
  });
});

it("each provider has its own text for a refusal", () => {
  const kind = servedKind({ apiVersion: "v1", kind: "Secret" });
  if (kind === undefined) throw new Error("no Secrets");
  const refused = forbidden(kind, undefined, "no");
  expect(refusalText("kubernetes_secret_v1", refused)).toBe("secrets is forbidden: no");
  expect(refusalText("helm_release", refused)).toBe(
    "query: failed to query with labels: secrets is forbidden: no",
  );
  expect(refusalText("kubernetes_secret_v1", unauthorized)).toBe("Unauthorized");
  expect(refusalText("helm_release", unauthorized)).toContain("Kubernetes cluster unreachable");
  expect(refusalText("kubectl_manifest", unauthorized)).toContain("to provide credentials");
});
