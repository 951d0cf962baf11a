import { describe, expect, it } from "vitest";
import { demoText, isEmpty, takenFromAccount, type DemoResult } from "../../../src/cli/actions/demo";
import { configOf } from "../../support/synth";

const base = { name: "ci", region: "us-west-2" };

describe("what a configuration takes from an account", () => {
  it.each([
    [{ runners: [{ name: "a", token: "env:TF_VAR_a" }] }, undefined],
    [
      {
        runners: [
          { name: "a", token: "env:TF_VAR_a" },
          { name: "b", token: "ssm:/token" },
        ],
      },
      "runners[1].token",
    ],
    [{ runners: [{ name: "a", token: "secretsmanager:token" }] }, "runners[0].token"],
    [
      {
        network: {
          existing: {
            vpcId: "vpc-0123456789abcdef0",
            privateSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
          },
        },
      },
      "network.existing",
    ],
  ])("is named: %j takes %s", (change, key) => {
    expect(takenFromAccount(configOf({ ...base, ...change }))).toBe(key);
  });
});

describe("what the demo says at its end", () => {
  const nothing = { aws: [], cluster: [] };
  const result = (left: DemoResult["left"]): DemoResult => ({
    ...{ steps: [], outputs: { vpc: { vpc_id: "vpc-1", long: "x".repeat(200) } }, deployed: nothing, left },
    seconds: 61.4,
  });

  it("is that nothing is left", () => {
    const text = demoText(result(nothing));
    expect(text).toContain('vpc.vpc_id = "vpc-1"\n');
    expect(text).toContain("Nothing is left in AWS, Kubernetes or Helm.\nThe whole life took 61 s.\n");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(120);
  });

  it("is what is left, if anything", () => {
    const left = { aws: [{ service: "ec2", kind: "vpc", id: "vpc-1" }], cluster: [] };
    expect(isEmpty(left)).toBe(false);
    expect(demoText(result(left))).toContain(
      "Left behind, which is a defect of glrunner:\n  AWS         ec2 vpc\n",
    );
  });
});
