import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { planParts, price } from "../../../src/fleet/price";
import { reviewStage } from "../../../src/review/review";
import { sumOfCosts } from "../../../src/review/risks/cost";
import { plan, resource } from "../../review/plans";
import { configOf, configOfYaml } from "../../support/synth";

const on = "2026-11-30";
const example = configOfYaml(readFileSync("glrunner.yaml", "utf8"));
const karpenter =
  "module.eks_blueprints_kubernetes_addons.module.karpenter[0].module.helm_addon.helm_release.addon[0]";
/** The resources of the example that cause a cost, by stage. */
const stages = {
  vpc: ["module.vpc.aws_nat_gateway.this[0]", "module.vpc.aws_eip.nat[0]"],
  eks: [
    "module.eks.aws_eks_cluster.this[0]",
    'module.eks.aws_eks_addon.this["coredns"]',
    'module.eks.aws_eks_addon.this["kube-proxy"]',
  ],
  addons: [karpenter],
  runners: ["helm_release.release_fargate", "helm_release.release_spot"],
};
const made = (addresses: readonly string[], side: "before" | "after") =>
  plan({ resources: addresses.map((address) => resource(address, { [side]: { version: "1.35" } })) });
const costs = (side: "before" | "after" = "after", config = example) =>
  Object.entries(stages).map(
    ([stack, addresses]) => reviewStage(stack, made(addresses, side), planParts(config, on)).cost,
  );

describe("the cost in a review", () => {
  it("of all stages is the monthly cost in `price`", () => {
    const { usd } = price(example, 1, on).idle.total;
    expect(sumOfCosts(costs()).usdPerHour * 730).toBeCloseTo(usd, 0);
    expect(sumOfCosts(costs("before")).usdPerHour * 730).toBeCloseTo(-usd, 0);
  });

  it("names pods in the stage that creates them", () => {
    const things = costs().map(({ items }) => items.map(({ thing, count }) => `${count} ${thing}`));
    expect(things).toEqual([
      ["1 NAT gateway, without its traffic", "1 public IPv4 address"],
      ["1 EKS cluster", "2 CoreDNS on Fargate"],
      ["2 Karpenter on Fargate"],
      ["1 manager fargate", "1 manager spot"],
    ]);
  });

  it("of pods is unknown if their price is unknown", () => {
    const elsewhere = configOf({
      name: "ci",
      region: "mx-central-1",
      runners: [{ name: "fargate", token: "env:TF_VAR_t" }],
    });
    const [, , , runners] = costs("after", elsewhere);
    expect(runners?.items).toEqual([]);
    expect(runners?.unknown).toEqual([{ thing: "manager fargate", count: 1 }]);
  });

  it("has nodes instead of pods if all pods are on nodes", () => {
    const config = configOf({
      ...{ name: "ci", region: "us-west-2", cluster: { platform: "nodes" } },
      runners: [{ name: "fargate", token: "env:TF_VAR_t" }],
    });
    const parts = planParts(config, on);
    expect(new Set(parts.map(({ type }) => type))).toEqual(new Set(["aws_eks_node_group"]));
  });

  it("does not change if a release is updated or replaced", () => {
    const both = { before: { version: "1" }, after: { version: "2" } };
    const changed = plan({
      resources: [
        resource("helm_release.release_fargate", both),
        resource("helm_release.release_spot", { ...both, actions: ["delete", "create"] }),
      ],
    });
    expect(reviewStage("runners", changed, planParts(example, on)).cost.items).toEqual([]);
  });
});
