import { describe, expect, it } from "vitest";
import { fargate, fleet, found } from "../samples";

const yaml =
  "a: { script: x, tags: [eks-fargate], variables: { KUBERNETES_CPU_LIMIT: 2, KUBERNETES_OTHER: 1 } }";

describe("overwrite", () => {
  it("finds a size that the runner does not let jobs choose", () => {
    expect(found("overwrite", yaml)).toEqual([
      [
        "warning 1 a",
        "KUBERNETES_CPU_LIMIT has no effect; runner fargate: jobs may not choose it",
        "the size under runners[].job, or cpu_limit_overwrite_max_allowed in runners[].extraToml, under [runners.kubernetes]",
      ],
    ]);
  });

  it("lets it pass where the runner does", () => {
    const extraToml = '[[runners]]\n[runners.kubernetes]\ncpu_limit_overwrite_max_allowed = "4"\n';
    expect(found("overwrite", yaml, fleet([{ ...fargate, extraToml }]))).toEqual([]);
    const other = extraToml.replace("cpu_limit", "cpu_request");
    expect(found("overwrite", yaml, fleet([{ ...fargate, extraToml: other }]))).toHaveLength(1);
  });
});
