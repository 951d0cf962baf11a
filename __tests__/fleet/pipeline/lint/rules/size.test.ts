import { describe, expect, it } from "vitest";
import { anySize, fargate, fleet, found, spot } from "../../samples";

const runners = fleet([fargate, spot].map((runner) => ({ ...runner, ...anySize })));

const job = (tag: string, ...variables: string[]) =>
  found(
    "size",
    `a:\n  script: x\n  tags: [${tag}]\n  variables:\n    ${variables.join("\n    ")}\n`,
    runners,
  );

describe("size", () => {
  it("reports more than 16 vCPU on Fargate, including the helper", () => {
    expect(job("eks-fargate", 'KUBERNETES_CPU_REQUEST: "16"')).toEqual([
      [
        "error 5 a",
        "KUBERNETES_CPU_REQUEST 16 is too large; runner fargate: Fargate's largest pod has 16 vCPU and 120 GB, helper included",
        "tags: [eks-spot], of runner spot",
      ],
    ]);
    expect(job("eks-fargate", "KUBERNETES_CPU_LIMIT: 15750m")).toEqual([]);
    expect(job("eks-fargate", "KUBERNETES_CPU_LIMIT: 15751m")).toHaveLength(1);
  });

  it("reports memory that no Fargate size has", () => {
    expect(job("eks-fargate", "KUBERNETES_MEMORY_REQUEST: 120Gi").map(([where]) => where)).toEqual([
      "error 5 a",
    ]);
    expect(job("eks-fargate", "KUBERNETES_MEMORY_REQUEST: 100Gi")).toEqual([]);
  });

  it("reports more vCPU than any node of the pool has, by the larger of request and limit", () => {
    const [first] = job("eks-spot", 'KUBERNETES_CPU_REQUEST: "1"', 'KUBERNETES_CPU_LIMIT: "40"');
    expect(first?.slice(0, 2)).toEqual([
      "error 6 a",
      "KUBERNETES_CPU_LIMIT 40 is too large; runner spot: the largest node has 32 vCPU",
    ]);
  });

  it("accepts a variable without effect", () => {
    const yaml = "a: { script: x, tags: [eks-fargate], variables: { KUBERNETES_CPU_REQUEST: 100 } }";
    expect(found("size", yaml, fleet([fargate]))).toEqual([]);
  });

  it("accepts values that only GitLab knows", () => {
    expect(job("eks-fargate", "KUBERNETES_CPU_REQUEST: $CPUS")).toEqual([]);
  });
});
