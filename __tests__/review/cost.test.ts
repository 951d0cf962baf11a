import { describe, expect, it } from "vitest";
import { reviewStage, type TerraformPlan } from "../../src/review";
import { plan, resource } from "./plans";

const review = (given: TerraformPlan) => reviewStage("eks", given);
const reviewOf = (...resources: readonly object[]) => review(plan({ resources }));

describe("cost", () => {
  const cluster = (version: string) => ({ version });

  it("adds up what is made and what goes", () => {
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
    expect(risks.find(({ kind }) => kind === "cost")?.text).toBe(
      "+$0.185 an hour, about +$135 a month (+1 EKS cluster; +2 NAT gateway, without its traffic; -1 public IPv4 address)",
    );
  });

  it("knows what watching costs", () => {
    const made = ["dashboard", "metric_alarm", "log_metric_filter"].map((type) =>
      resource(`aws_cloudwatch_${type}.a`, { after: {} }),
    );
    const { cost } = review(plan({ region: "us-east-1", resources: made }));
    // 3, 0.10 and 0.30 a month of 730 hours, to four places.
    expect(cost.items.map(({ thing, usdPerHour }) => [thing, usdPerHour])).toEqual([
      ["CloudWatch dashboard", 0.0041],
      ["CloudWatch alarm on one metric", 0.0001],
      ["CloudWatch metric made of logs", 0.0004],
    ]);
  });

  it("knows extended support on the day of the plan", () => {
    const { cost } = reviewOf(
      resource("aws_eks_cluster.a", { before: cluster("1.32"), after: cluster("1.35") }),
    );
    expect(cost.usdPerHour).toBe(-0.5);
  });

  it("does not change by a replacement, nor by what only is read or taken over", () => {
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
  ])("is unknown in %s", (region, thing) => {
    const given = plan({ region, resources: [resource("aws_nat_gateway.a", { after: {} })] });
    expect(review(given).cost).toEqual({ usdPerHour: 0, items: [], unknown: [{ thing, count: 1 }] });
  });
});
