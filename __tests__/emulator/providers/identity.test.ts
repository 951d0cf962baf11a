import { describe, expect, it } from "vitest";
import { identityOf, isPartOfAnother, kindOf } from "../../../src/emulator/providers/identity";

describe("identity", () => {
  it.each([
    ["helm_release", { name: "r", namespace: "ns" }, "ns/r"],
    ["helm_release", { name: "r", namespace: null }, "default/r"],
    ["kubernetes_namespace_v1", { metadata: [{ name: "ns" }] }, "ns"],
    ["kubernetes_secret_v1", { metadata: [{ name: "s", namespace: "ns" }] }, "ns/s"],
    ["kubernetes_secret_v1", { metadata: [{ generate_name: "s-", namespace: "ns" }] }, "ns/s-"],
    ["kubectl_manifest", { yaml_body: "kind: Role\nmetadata: {name: r, namespace: ns}\n" }, "Role/ns/r"],
    ["kubectl_manifest", { yaml_body: "kind: NodePool\nmetadata: {name: spot}\n" }, "NodePool/spot"],
    ["time_sleep", { id: "x" }, "x"],
  ])("of %s %j is %s", (type, object, identity) => {
    expect(identityOf(type, object)).toBe(identity);
  });

  it("is the same for both names of a resource type", () => {
    expect(kindOf("kubernetes_namespace_v1")).toBe(kindOf("kubernetes_namespace"));
  });

  it("is no object of its own for a type that writes a part of an object", () => {
    expect(["kubernetes_config_map_v1_data", "kubernetes_labels", "time_sleep"].every(isPartOfAnother)).toBe(
      true,
    );
    expect(["kubernetes_config_map_v1", "helm_release"].some(isPartOfAnother)).toBe(false);
  });
});
