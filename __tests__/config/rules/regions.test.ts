import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config";
import { parseOptions } from "../arbitraries";
import { accepted, found } from "../samples";

describe("the Region", () => {
  it("that nobody has heard of draws a warning with the closest one", () => {
    expect(found({ region: "us-wset-2" })).toContain("region-unknown region");
    expect(accepted({ region: "us-wset-2" })).toBe(true);
    const parsed = parseConfig({ name: "ci", region: "us-wset-2" }, parseOptions);
    expect(JSON.stringify(parsed)).toContain("write us-west-2");
  });

  it.each(["us-west-2", "eu-central-1", "us-gov-west-1"])("%s is known", (region) => {
    expect(found({ region })).not.toContain("region-unknown region");
  });

  it("is not in China", () => {
    expect(found({ region: "cn-north-1" })).toContain("region-unknown region");
  });
});
