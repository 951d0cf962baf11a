import { describe, expect, it } from "vitest";
import { fargate, fleet, found } from "../samples";

const pools = { graviton: { capacity: "spot", architecture: "arm64" } };
const both = fleet([fargate, { name: "arm", compute: "spot", nodePool: "graviton" }], pools);

describe("arm64", () => {
  it.each([
    ["image: quay.io/a/b:1-arm64", "quay.io/a/b:1-arm64"],
    ["image: { name: quay.io/a/b:1, docker: { platform: linux/arm64/v8 } }", "linux/arm64/v8"],
    ["services: [public.ecr.aws/arm64v8/redis:7]", "public.ecr.aws/arm64v8/redis:7"],
    ["variables: { KUBERNETES_NODE_SELECTOR_A: kubernetes.io/arch=arm64 }", "kubernetes.io/arch=arm64"],
  ])("finds %s on Fargate", (line, text) => {
    expect(found("arm64", `a:\n  script: x\n  tags: [eks-fargate]\n  ${line}\n`, both)).toEqual([
      [
        "error 4 a",
        `${text} is arm64; runner fargate: EKS on Fargate runs amd64 only`,
        "tags: [eks-spot], of runner arm",
      ],
    ]);
  });

  it("lets it pass where nodes are arm64, and what only looks like it", () => {
    expect(found("arm64", "a: { script: x, tags: [eks-spot], image: quay.io/a/b:1-arm64 }", both)).toEqual(
      [],
    );
    expect(found("arm64", "a: { script: x, tags: [eks-fargate], image: quay.io/a/charm64x:1 }")).toEqual([]);
  });
});
