import { describe, expect, it } from "vitest";
import { fargate, fleet, found } from "../../samples";

const pools = { gpu: { capacity: "on-demand", instanceCategories: ["g"] } };
const withGpu = fleet([fargate, { name: "cards", compute: "on-demand", nodePool: "gpu" }], pools);
const job = (tag: string, variable: string) =>
  `a:\n  script: x\n  tags: [${tag}]\n  variables:\n    ${variable}\n`;

describe("gpu", () => {
  it("reports a job that needs a GPU on a runner without one", () => {
    expect(found("gpu", job("eks-fargate", "NVIDIA_VISIBLE_DEVICES: all"), withGpu)).toEqual([
      [
        "error 5 a",
        "NVIDIA_VISIBLE_DEVICES asks for a GPU; runner fargate: no GPU",
        "tags: [eks-on-demand], of runner cards",
      ],
    ]);
    expect(found("gpu", job("eks-spot", "KUBERNETES_NODE_SELECTOR_A: x.com/gpu=1"))).toHaveLength(1);
  });

  it("warns about an image that may be used only to compile", () => {
    const yaml = "a: { script: x, tags: [eks-spot], image: nvcr.io/nvidia/cuda:12.4.1-devel-ubuntu22.04 }";
    expect(found("gpu", yaml).map(([where]) => where)).toEqual(["warning 1 a"]);
  });

  it("accepts a runner with a GPU, and a job that needs none", () => {
    expect(found("gpu", job("eks-on-demand", "NVIDIA_VISIBLE_DEVICES: all"), withGpu)).toEqual([]);
    expect(found("gpu", job("eks-fargate", "NVIDIA_VISIBLE_DEVICES: none"))).toEqual([]);
    expect(found("gpu", job("eks-fargate", "A: gpu"))).toEqual([]);
  });
});
