import { describe, expect, it } from "vitest";
import { found, runner } from "../samples";

describe("a configuration without a runner", () => {
  it("is accepted with a warning, except in version set tutorial", () => {
    expect(found({ runners: [] })).toEqual(["runners-none runners"]);
    expect(found({ runners: [runner()] })).toEqual([]);
    expect(found({ layout: "single", versions: { set: "tutorial" }, runners: [] })).not.toContain(
      "runners-none runners",
    );
  });
});

describe("runner names", () => {
  it("are unique", () => {
    expect(found({ runners: [runner(), runner({ name: "runner2" })] })).toEqual([]);
    expect(found({ runners: [runner(), runner({ name: "runner2" }), runner()] })).toEqual([
      "runner-duplicate runners[2].name",
    ]);
  });
});

describe("a runner's name", () => {
  it("must be available for a ServiceAccount", () => {
    expect(found({ runners: [runner({ name: "default-1" })] })).toEqual([]);
    expect(found({ runners: [runner({ name: "default" })] })).toEqual([
      "runner-name-reserved runners[0].name",
    ]);
  });
});

describe("job namespaces", () => {
  it.each([
    ["team-a", []],
    ["kube-jobs", ["namespace-reserved runners[0].namespace"]],
    ["kube-system", ["namespace-reserved runners[0].namespace"]],
    ["default", ["namespace-reserved runners[0].namespace"]],
    ["gitlab-runner", ["namespace-reserved runners[0].namespace"]],
    ["karpenter", ["namespace-reserved runners[0].namespace"]],
    ["aws-observability", ["namespace-reserved runners[0].namespace"]],
  ])("%s", (namespace, expected) => {
    expect(found({ runners: [runner({ namespace })] })).toEqual(expected);
  });

  it("are checked for valid runners even if others have problems", () => {
    expect(
      found({ runners: [runner({ concurrent: 0 }), runner({ name: "r2", namespace: "default" })] }),
    ).toEqual(["out-of-range runners[0].concurrent", "namespace-reserved runners[1].namespace"]);
  });
});
