import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deployOrder, destroyOrder, stages } from "../../src/config/stages";

describe("the order of the stages", () => {
  it("is vpc, eks, addons, runners", () => {
    expect(deployOrder()).toEqual(["vpc", "eks", "addons", "runners"]);
    expect(destroyOrder()).toEqual(["runners", "addons", "eks", "vpc"]);
  });

  it("reverses to the destroy order for every subset in any order", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...stages]), (chosen) => {
        expect(destroyOrder(chosen)).toEqual([...deployOrder(chosen)].reverse());
        expect([...deployOrder(chosen)].sort()).toEqual([...chosen].sort());
      }),
    );
  });
});
