import { describe, expect, it } from "vitest";
import { fargate, fleet, found } from "../../samples";

const pools = { graviton: { capacity: "spot", architecture: "arm64" } };
const arm = { name: "arm", compute: "spot", nodePool: "graviton", tags: ["eks-spot"] };
const anySelector = { ...fargate, job: { overwrites: { nodeSelector: ".*" } } };
const both = fleet([{ ...fargate, tags: ["eks-fargate", "arm64"] }, arm], pools);

const job = (line: string, tag = "eks-fargate") => `a:\n  script: x\n  tags: [${tag}]\n  ${line}\n`;

describe("arm64", () => {
  it("reports an arm64v8 image on Fargate, and proposes a runner that can run it", () => {
    expect(found("arm64", job("services: [public.ecr.aws/arm64v8/redis:7]"), both)).toEqual([
      [
        "error 4 a",
        "public.ecr.aws/arm64v8/redis:7 is arm64; runner fargate: EKS on Fargate runs amd64 only",
        "tags: [eks-spot], of runner arm",
      ],
    ]);
  });

  it("reports a tag that names arm64", () => {
    expect(found("arm64", job("image: e.com/x", "arm64"), both).map(([where]) => where)).toEqual([
      "error 3 a",
    ]);
  });

  it("reports a node selector only if the runner allows it", () => {
    const yaml = job("variables: { KUBERNETES_NODE_SELECTOR_A: kubernetes.io/arch=arm64 }");
    expect(found("arm64", yaml, fleet([anySelector])).map(([where]) => where)).toEqual(["error 4 a"]);
    expect(found("arm64", yaml, both)).toEqual([]);
  });

  it.each([
    ["an image that may only compile for it", "image: quay.io/a/b:1-arm64"],
    [
      "a platform, which the Kubernetes executor ignores",
      "image: { name: quay.io/a/b:1, docker: { platform: linux/arm64/v8 } }",
    ],
  ])("warns about %s", (_, line) => {
    expect(found("arm64", job(line), both).map(([where]) => where)).toEqual(["warning 4 a"]);
  });

  it("accepts arm64 on arm64 nodes, and names that only resemble it", () => {
    expect(found("arm64", job("image: arm64v8/redis", "eks-spot"), both)).toEqual([]);
    expect(found("arm64", job("image: quay.io/a/charm64x:1"))).toEqual([]);
  });
});
