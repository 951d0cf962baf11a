import { describe, expect, it } from "vitest";
import { fargate, fleet, found, spot } from "../../samples";

const job = (parallel: string, runners?: ReturnType<typeof fleet>) =>
  found("parallel", `a:\n  script: x\n  tags: [eks-fargate]\n  parallel: ${parallel}\n`, runners);

describe("parallel", () => {
  it("reports more jobs than the runners run at once", () => {
    expect(job("101")).toEqual([
      [
        "warning 4 a",
        "parallel 101 is more than 100, which runner fargate runs at once",
        "parallel: 100, or runners[].concurrent: 101",
      ],
    ]);
    expect(job("100")).toEqual([]);
  });

  it("adds up runners with the same tags", () => {
    expect(job("200", fleet([fargate, { ...fargate, name: "second" }]))).toEqual([]);
  });

  it("counts the combinations of a matrix with the same tags", () => {
    const few = fleet([
      { ...fargate, concurrent: 2 },
      { ...spot, concurrent: 1 },
    ]);
    const matrix = (a: string) =>
      found(
        "parallel",
        `a: { script: x, tags: ["eks-$A"], parallel: { matrix: [{ A: [${a}], B: [1, 2] }] } }`,
        few,
      ).map(([, message]) => message);
    expect(matrix("fargate")).toEqual([]);
    expect(matrix("fargate, spot")).toEqual(["parallel 2 is more than 1, which runner spot runs at once"]);
  });

  it("reports more jobs than GitLab accepts, also of a matrix", () => {
    expect(job("201")).toEqual([
      ["error 4 a", "parallel 201 is refused: GitLab accepts at most 200", "several jobs of at most 200"],
    ]);
    const numbers = Array.from({ length: 15 }, (_, index) => index).join(", ");
    expect(job(`{ matrix: [{ A: [${numbers}], B: [${numbers}] }] }`)[0]?.[1]).toBe(
      "parallel 225 is refused: GitLab accepts at most 200",
    );
  });
});
