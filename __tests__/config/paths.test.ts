import { describe, expect, it } from "vitest";
import { pathText, valueAt } from "../../src/config/paths";

describe("paths", () => {
  it.each([
    [["runners", 0, "job", "cpu"], "runners[0].job.cpu"],
    [["tags", "cost center"], 'tags["cost center"]'],
    [["nodePools", "on-demand"], "nodePools.on-demand"],
    [["a b"], '["a b"]'],
    [[], "(the whole file)"],
  ])("%j", (path, text) => {
    expect(pathText(path)).toBe(text);
  });

  it("find own properties, not inherited ones", () => {
    expect(valueAt({ a: [{ b: 1 }] }, ["a", 0, "b"])).toBe(1);
    expect(valueAt({ a: {} }, ["a", "constructor"])).toBeUndefined();
    expect(valueAt({ a: "text" }, ["a", "length"])).toBeUndefined();
  });
});
