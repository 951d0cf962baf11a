import { describe, expect, it } from "vitest";
import { reviewStage } from "../../src/review/review";
import type { TerraformPlan } from "../../src/clients/terraform/plan-json";
import { plan, resource } from "./plans";

const review = (given: TerraformPlan) => reviewStage("eks", given);
const reviewOf = (...resources: readonly object[]) => review(plan({ resources }));

describe("cost", () => {
  const cluster = (version: string) => ({ version });

  it("adds created resources and subtracts deleted ones", () => {
    const { cost, risks } = reviewOf(
      resource("aws_eks_cluster.a", { after: cluster("1.35") }),
      resource("aws_nat_gateway.a", { after: {} }),
      resource("aws_nat_gateway.b", { after: {} }),
      resource("aws_eip.a", { before: {} }),
    );
    expect(cost).toEqual({
      usdPerHour: 0.185,
      items: [
        { thing: "EKS cluster", count: 1, usdPerHour: 0.1 },
        { thing: "NAT gateway, without its traffic", count: 2, usdPerHour: 0.09 },
        { thing: "public IPv4 address", count: -1, usdPerHour: -0.005 },
      ],
      unknown: [],
    });
    const text = risks.find(({ kind }) => kind === "cost")?.text;
    for (const figure of ["+$0.185 an hour", "+$135 a month", "+1 EKS", "+2 NAT", "-1 public"])
      expect(text).toContain(figure);
  });

  it("includes the cost of CloudWatch resources", () => {
    const made = ["dashboard", "metric_alarm", "log_metric_filter"].map((type) =>
      resource(`aws_cloudwatch_${type}.a`, { after: {} }),
    );
    const { cost } = review(plan({ region: "us-east-1", resources: made }));
    // 3, 0.10 and 0.30 dollars a month of 730 hours, rounded to four decimal places.
    expect(cost.items.map(({ thing, usdPerHour }) => [thing, usdPerHour])).toEqual([
      ["CloudWatch dashboard", 0.0041],
      ["CloudWatch alarm on one metric", 0.0001],
      ["CloudWatch metric made of logs", 0.0004],
    ]);
  });

  it("uses the EKS support phase on the date of the plan", () => {
    const { cost } = reviewOf(
      resource("aws_eks_cluster.a", { before: cluster("1.32"), after: cluster("1.35") }),
    );
    expect(cost.usdPerHour).toBe(-0.5);
  });

  it("does not change when resources are replaced, read or imported", () => {
    const same = {};
    const { cost, risks } = reviewOf(
      resource("aws_nat_gateway.a", { actions: ["create", "delete"], before: { id: "a" }, after: {} }),
      resource("aws_nat_gateway.b", { before: same, after: same, importing: { id: "b" } }),
      resource("data.aws_eks_cluster.c", { mode: "data", actions: ["read"], after: cluster("1.35") }),
    );
    expect(cost).toEqual({ usdPerHour: 0, items: [], unknown: [] });
    expect(risks.filter(({ kind }) => kind === "cost")).toEqual([]);
  });

  it.each([
    ["eu-west-1", "NAT gateway, without its traffic"],
    ["${var.region}", "NAT gateway, without its traffic"],
  ])("is unknown in Region %s", (region, thing) => {
    const given = plan({ region, resources: [resource("aws_nat_gateway.a", { after: {} })] });
    expect(review(given).cost).toEqual({ usdPerHour: 0, items: [], unknown: [{ thing, count: 1 }] });
  });
});
