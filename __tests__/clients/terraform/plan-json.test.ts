import { describe, expect, it } from "vitest";
import { parsePlan } from "../../../src/clients/terraform/plan-json";
import { planText, resource } from "../../review/plans";

describe("reading a plan", () => {
  it("takes later minor versions and what they add", () => {
    const text = planText({
      resources: [resource("aws_vpc.this", { after: { cidr_block: "10.0.0.0/16" } })],
      more: { format_version: "1.9", deferred_changes: [], action_invocations: [{}] },
    });
    expect(parsePlan(text)).toMatchObject({ format_version: "1.9", complete: true, errored: false });
    expect(parsePlan(text).resource_changes).toMatchObject([{ address: "aws_vpc.this", type: "aws_vpc" }]);
  });

  it("needs nothing but the version: an empty plan may name no change at all", () => {
    expect(parsePlan('{"format_version":"1.0"}')).toMatchObject({ resource_changes: [], output_changes: {} });
  });

  it.each(["0.2", "2.0", "10.0", "1"])("refuses format %s, and says which it reads", (version) => {
    expect(() => parsePlan(JSON.stringify({ format_version: version }))).toThrow(
      `this plan has format ${version}; a review reads format 1`,
    );
  });

  it("says what it was given instead of a plan, without a word of it", () => {
    expect(() => parsePlan("glrt-secret")).toThrow(
      "this is not JSON: a plan is read from `terraform show -json <plan file>`",
    );
    expect(() => parsePlan("[]")).toThrow("this is no Terraform plan: it names no format_version");
    const wrong = JSON.stringify({ format_version: "1.2", resource_changes: [{ address: "glrt-secret" }] });
    expect(() => parsePlan(wrong)).toThrow(/resource_changes\.0\.type/);
    expect(() => parsePlan(wrong)).not.toThrow(/glrt-secret/);
  });
});
