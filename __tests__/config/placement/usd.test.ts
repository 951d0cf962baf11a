import { describe, expect, it } from "vitest";
import { times, total } from "../../../src/config/placement/usd";

describe("a sum", () => {
  it("adds up the known prices, and names the items without one", () => {
    const list = [
      { thing: "a", usd: 1 },
      { thing: "b", usd: "unknown" },
      { thing: "c", usd: 0.5 },
    ] as const;
    expect(total(list)).toEqual({ usd: 1.5, unknown: ["b"] });
    expect([times("unknown", 0), times(2, 3)]).toEqual(["unknown", 6]);
  });
});
