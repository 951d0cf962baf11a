import { describe, expect, it } from "vitest";
import { blockOf, configOf, synthStacks } from "../support/synth";

describe("the Region of a state", () => {
  it("is remembered by every stage, and another one is refused", () => {
    const stacks = synthStacks(configOf({ name: "ci", region: "eu-west-1" }));
    expect(Object.keys(stacks)).toHaveLength(4);
    for (const stack of Object.values(stacks)) {
      expect(blockOf(stack, "terraform_data.region")).toMatchObject({
        input: { region: "eu-west-1" },
        lifecycle: {
          ignore_changes: ["input"],
          postcondition: [{ condition: '${self.output.region == "eu-west-1"}' }],
        },
      });
    }
  });

  it("is not in the published root", () => {
    const config = configOf({
      name: "ci",
      region: "eu-west-1",
      layout: "single",
      versions: { set: "tutorial" },
    });
    expect(synthStacks(config).single?.resource).not.toHaveProperty("terraform_data");
  });
});
