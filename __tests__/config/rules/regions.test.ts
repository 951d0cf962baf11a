import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config";
import { parseOptions } from "../arbitraries";
import { accepted, found } from "../samples";

const fixOf = (region: string) => {
  const parsed = parseConfig({ name: "ci", region }, parseOptions);
  return parsed.ok ? undefined : parsed.problems[0]?.fix;
};

describe("the Region", () => {
  it("is refused if it is unknown, with the most similar known Region", () => {
    expect(found({ region: "us-wset-2" })).toEqual(["region-unknown region"]);
    expect(fixOf("us-wset-2")).toContain("us-west-2");
    expect(fixOf("us-mars-9")).not.toMatch(/us-(east|west)-\d/);
  });

  it("is accepted although unknown with a switch, which has no effect otherwise", () => {
    expect(found({ region: "us-mars-9", allowUnknownRegion: true })).toEqual([]);
    expect(accepted({ region: "us-mars-9", allowUnknownRegion: false })).toBe(false);
    expect(found({ allowUnknownRegion: true })).toEqual(["no-effect allowUnknownRegion"]);
  });

  it.each(["us-west-2", "eu-central-1", "us-gov-west-1"])("%s is known", (region) => {
    expect(found({ region })).toEqual([]);
  });

  it("must not be in China, with or without the switch", () => {
    const refused = ["region-unsupported region"];
    expect(found({ region: "cn-north-1" })).toEqual(refused);
    expect(found({ region: "cn-north-1", allowUnknownRegion: true })).toEqual(refused);
  });
});
