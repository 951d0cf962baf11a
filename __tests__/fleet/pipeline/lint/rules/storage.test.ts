import { describe, expect, it } from "vitest";
import { anySize, fargate, fleet, found, spot } from "../../samples";

const runners = fleet([fargate, spot].map((runner) => ({ ...runner, ...anySize })));

const job = (tag: string, quantity: string) =>
  found(
    "storage",
    `a:\n  script: x\n  tags: [${tag}]\n  variables: { KUBERNETES_EPHEMERAL_STORAGE_REQUEST: ${quantity} }\n`,
    runners,
  );

describe("storage", () => {
  it("reports more storage than a Fargate pod can have", () => {
    expect(job("eks-fargate", "176Gi")).toEqual([
      [
        "error 4 a",
        "KUBERNETES_EPHEMERAL_STORAGE_REQUEST 176Gi is too large; runner fargate: Fargate gives a pod at most 175 GiB",
        "tags: [eks-spot], of runner spot",
      ],
    ]);
  });

  it("accepts storage that fits, and jobs on nodes", () => {
    expect(job("eks-fargate", "175Gi")).toEqual([]);
    expect(job("eks-spot", "300Gi")).toEqual([]);
  });
});
