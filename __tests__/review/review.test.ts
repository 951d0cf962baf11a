import { describe, expect, it } from "vitest";
import { reviewStage } from "../../src/review/review";
import type { TerraformPlan } from "../../src/clients/terraform/plan-json";
import { UnknownActionError } from "../../src/review/changes";
import { dataLossByType } from "../../src/review/tables/data-loss-table";
import { clusterReplaced, plan, resource } from "./plans";

const review = (given: TerraformPlan) => reviewStage("eks", given);
const reviewOf = (...resources: readonly object[]) => review(plan({ resources }));
const changesOf = (...resources: readonly object[]) =>
  reviewOf(...resources).modules.flatMap(({ changes }) => changes);

describe("the review of a stage", () => {
  it("counts each change once", () => {
    expect(review(clusterReplaced()).counts).toEqual({
      create: 1,
      update: 1,
      replace: 1,
      delete: 1,
      forget: 0,
      import: 0,
      read: 1,
      "no-op": 0,
    });
  });

  it("lists changes by module, with reasons and only the attributes that differ", () => {
    const { modules } = review(clusterReplaced());
    expect(modules.map(({ module, changes }) => [module, changes.length])).toEqual([
      ["module.eks", 4],
      ['module.eks.module.fargate_profile["pods-1"]', 1],
    ]);
    expect(modules[0]?.changes[0]).toEqual({
      address: "module.eks.aws_eks_cluster.this[0]",
      type: "aws_eks_cluster",
      action: "replace",
      reason: "vpc_config[0].subnet_ids cannot be changed in place",
      loses: dataLossByType.get("aws_eks_cluster"),
      attributes: [
        {
          path: "arn",
          before: "arn:aws:eks:us-west-2:123456789012:cluster/glrunner",
          after: "(known after apply)",
          forcesReplacement: false,
        },
        { path: "version", before: "1.34", after: "1.35", forcesReplacement: false },
        {
          path: "vpc_config[0].public_access_cidrs",
          before: ["198.51.100.0/24"],
          after: ["0.0.0.0/0"],
          forcesReplacement: false,
        },
        {
          path: "vpc_config[0].subnet_ids",
          before: ["subnet-1", "subnet-2"],
          after: ["subnet-3", "subnet-4"],
          forcesReplacement: true,
        },
        {
          path: "tags.owner",
          before: "platform | ops",
          after: '<script>alert("x")</script>',
          forcesReplacement: false,
        },
      ],
    });
    expect(modules[1]?.changes[0]).toMatchObject({
      action: "delete",
      reason: "its module is no longer in the configuration",
    });
  });

  it("is plain data that JSON keeps", () => {
    const result = review(clusterReplaced());
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it("lists changed outputs and drift", () => {
    const { outputs, drift } = review(clusterReplaced());
    expect(outputs).toEqual([
      {
        path: "cluster_endpoint",
        before: "https://one",
        after: "(known after apply)",
        forcesReplacement: false,
      },
    ]);
    expect(drift).toMatchObject([
      { action: "update", attributes: [{ path: "tags.touched", before: null, after: "by hand" }] },
    ]);
  });

  it("reports an incomplete or failed plan", () => {
    expect(review(plan({ more: { complete: false } })).state).toBe("incomplete");
    expect(review(plan({ more: { errored: true, complete: false } })).state).toBe("errored");
    expect(review(plan({})).state).toBe("complete");
  });

  it("reports imported, moved, deposed and forgotten resources", () => {
    const same = { name: "a" };
    const shown = changesOf(
      resource("aws_vpc.taken", { before: same, after: same, importing: { id: "vpc-1" } }),
      resource("aws_vpc.taken_and_changed", {
        before: same,
        after: { name: "b" },
        importing: { id: "vpc-2" },
      }),
      resource("aws_vpc.moved", { before: same, after: same, movedFrom: "aws_vpc.old" }),
      resource("aws_vpc.same", { before: same, after: same }),
      resource("aws_vpc.behind", { before: same, deposed: "00000001" }),
      resource("aws_vpc.let_go", { actions: ["forget"], before: same }),
    );
    expect(shown).toMatchObject([
      { action: "import", importedFrom: "vpc-1" },
      { action: "update", importedFrom: "vpc-2" },
      { action: "no-op", movedFrom: "aws_vpc.old" },
      { action: "delete", deposed: "00000001" },
      { action: "forget" },
    ]);
  });

  it("refuses an unknown action, which could be harmful", () => {
    expect(() => reviewOf(resource("aws_vpc.a", { actions: ["explode"], before: {} }))).toThrow(
      UnknownActionError,
    );
  });

  it("compares JSON documents that are stored in a string", () => {
    const policy = (action: string) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action }] });
    const [change] = changesOf(
      resource("aws_iam_policy.a", { before: { policy: policy("s3:a") }, after: { policy: policy("s3:b") } }),
    );
    expect(change?.attributes).toEqual([
      { path: "policy.Statement[0].Action", before: "s3:a", after: "s3:b", forcesReplacement: false },
    ]);
  });
});
