import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readProviderSchema } from "../../../modules/provider-schema";
import { fillComputed } from "../../../src/emulator/providers/computed-attributes";
import { planChange } from "../../../src/emulator/providers/planning";
import { traitsOf } from "../../../src/emulator/providers/resource-traits";
import type { Value } from "../../../src/emulator/providers/protocol/value";
import { at } from "../../support/synth";

/** A new object after its provider has filled in computed values. */
function created(provider: "helm" | "kubectl" | "kubernetes", type: string, given: Value): Value {
  const block = readProviderSchema(provider).resource_schemas[type]?.block ?? {};
  return fillComputed(type, block, planChange(block, traitsOf(type), null, given).planned);
}

describe("computed values", () => {
  it("of kubectl include the API path with the plural of the kind", () => {
    const yaml_body = "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata:\n  name: glrunner\n";
    expect(created("kubectl", "kubectl_manifest", { yaml_body })).toMatchObject({
      id: "/apis/karpenter.k8s.aws/v1/ec2nodeclasses/glrunner",
      validate_schema: true,
      apply_only: false,
    });
  });

  it("of kubectl show sorted keys, without the data of a Secret", () => {
    const yaml_body = "kind: Secret\napiVersion: v1\nmetadata: { name: a }\ndata: { token: c2VjcmV0 }\n";
    expect(created("kubectl", "kubectl_manifest", { yaml_body })).toMatchObject({
      yaml_body_parsed: "apiVersion: v1\ndata: (sensitive value)\nkind: Secret\nmetadata:\n  name: a\n",
    });
  });

  it("of helm include the values with the set blocks applied", () => {
    const release = created("helm", "helm_release", {
      name: "karpenter",
      chart: "karpenter",
      values: ["serviceAccount:\n  labels: { a: b }\n  name: other\n"],
      set: [
        { name: "serviceAccount.name", value: "karpenter" },
        { name: "serviceAccount.create", value: "false" },
      ],
    });
    expect(parse(String(at(release, "metadata", 0, "values")))).toEqual({
      serviceAccount: { labels: { a: "b" }, name: "karpenter", create: false },
    });
    expect(release).toMatchObject({ wait: true, atomic: false, timeout: 300 });
  });

  it("of Kubernetes are empty texts where the API server returns none", () => {
    expect(
      created("kubernetes", "kubernetes_service_account_v1", { metadata: [{ name: "a" }] }),
    ).toMatchObject({ default_secret_name: "", automount_service_account_token: true });
  });
});
