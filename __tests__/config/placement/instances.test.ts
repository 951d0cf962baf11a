import { describe, expect, it } from "vitest";
import { instanceOf } from "../../../src/config/placement/instances";

describe("the price of an instance", () => {
  it.each([
    ["m6a.large", "us-east-1", 0.0864],
    // Eight times a `large`.
    ["m6a.4xlarge", "us-east-1", 0.6912],
    ["c6i.2xlarge", "us-east-1", 0.34],
    ["m6i.4xlarge", "us-east-1", 0.768],
    ["m6a.large", "us-west-2", 0.0864],
    ["m6a.2xlarge", "eu-west-1", 0.3852],
    ["m6g.xlarge", "eu-central-1", 0.184],
  ])("of %s in %s is %d an hour", (type, region, usd) => {
    expect(instanceOf(type, region)?.usdPerHour).toBeCloseTo(usd, 9);
  });

  it.each([
    ["c6a.large", "us-west-2"],
    ["m6a.large", "ap-southeast-2"],
    ["x9z.large", "us-east-1"],
    ["m6a.metal", "us-east-1"],
    ["constructor.large", "us-east-1"],
    ["constructor.large", "us-west-2"],
  ])("of %s in %s is unknown", (type, region) => {
    expect(instanceOf(type, region)).toBeUndefined();
  });
});
