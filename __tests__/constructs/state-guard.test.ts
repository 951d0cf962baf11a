import { describe, expect, it } from "vitest";
import { blockOf, configOf, synthStacks } from "../support/synth";

describe("the owner of a state", () => {
  const account = "${data.aws_caller_identity.current.account_id}";

  it("is recorded by every stage, and another cluster, Region or account is refused", () => {
    const stacks = synthStacks(configOf({ name: "ci", region: "eu-west-1" }));
    expect(Object.keys(stacks)).toHaveLength(4);
    for (const stack of Object.values(stacks)) {
      expect(blockOf(stack, "terraform_data.region")).toMatchObject({
        input: { cluster: "ci", region: "eu-west-1", account },
        lifecycle: {
          ignore_changes: ["input.cluster", "input.region", "input.account"],
          postcondition: [
            { condition: '${self.input.cluster == "ci"}' },
            { condition: '${self.input.region == "eu-west-1"}' },
            { condition: "${self.input.account == data.aws_caller_identity.current.account_id}" },
          ],
        },
      });
    }
  });

  it("is not recorded in the published root", () => {
    const config = configOf({
      name: "ci",
      region: "eu-west-1",
      layout: "single",
      versions: { set: "tutorial" },
    });
    expect(synthStacks(config).single?.resource).not.toHaveProperty("terraform_data");
  });
});
