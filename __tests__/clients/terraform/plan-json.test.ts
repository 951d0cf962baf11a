import { describe, expect, it } from "vitest";
import { parsePlan } from "../../../src/clients/terraform/plan-json";
import { planText, resource } from "../../review/plans";

describe("parsePlan", () => {
  it("accepts later minor versions of the format, with new fields", () => {
    const text = planText({
      resources: [resource("aws_vpc.this", { after: { cidr_block: "10.0.0.0/16" } })],
      more: { format_version: "1.9", deferred_changes: [], action_invocations: [{}] },
    });
    expect(parsePlan(text)).toMatchObject({ format_version: "1.9", complete: true, errored: false });
    expect(parsePlan(text).resource_changes).toMatchObject([{ address: "aws_vpc.this", type: "aws_vpc" }]);
  });

  it("accepts a plan without changes, which has only a version", () => {
    expect(parsePlan('{"format_version":"1.0"}')).toMatchObject({ resource_changes: [], output_changes: {} });
  });

  it.each(["0.2", "2.0", "10.0", "1"])("refuses format %s, and names the supported one", (version) => {
    expect(() => parsePlan(JSON.stringify({ format_version: version }))).toThrow(
      `this plan has format ${version}; a review reads format 1`,
    );
  });

  it("reports text that is not a plan, without quoting it", () => {
    expect(() => parsePlan("glrt-secret")).toThrow("this is not JSON");
    expect(() => parsePlan("glrt-secret")).not.toThrow(/glrt-secret/);
    expect(() => parsePlan("[]")).toThrow("format_version");
    const wrong = JSON.stringify({ format_version: "1.2", resource_changes: [{ address: "glrt-secret" }] });
    expect(() => parsePlan(wrong)).toThrow(/resource_changes\.0\.type/);
    expect(() => parsePlan(wrong)).not.toThrow(/glrt-secret/);
  });
});
