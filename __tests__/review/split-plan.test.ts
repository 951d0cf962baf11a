import { describe, expect, it } from "vitest";
import { reviewStage } from "../../src/review/review";
import { splitPlan } from "../../src/review/split-plan";
import { plan, resource } from "./plans";

const stage = (stack: string, roots: readonly string[], outputs: readonly string[] = []) => ({
  stack,
  roots: new Set(roots),
  outputs: new Set(outputs),
});
const stages = [
  stage("vpc", ["module.vpc", "terraform_data.region"]),
  stage("eks", ["module.eks", "terraform_data.region", "data.aws_partition.current"], ["endpoint"]),
];
const made = { after: { name: "a" } };
const whole = plan({
  resources: [
    resource("module.eks.module.kms.aws_kms_key.this[0]", made),
    resource('module.vpc.aws_subnet.private["a.b"]', made),
    resource("terraform_data.region", made),
    resource("data.aws_partition.current", { mode: "data", ...made }),
    resource("aws_sqs_queue.unheard_of", made),
  ],
  drift: [resource("module.vpc.aws_vpc.this[0]", { before: { tags: "a" }, after: { tags: "b" } })],
  outputs: {
    endpoint: { actions: ["create"], after: "x" },
    stray: { actions: ["create"], after: "y" },
  },
  more: { relevant_attributes: [{ resource: "module.vpc.aws_vpc.this[0]", attribute: ["tags"] }] },
});

describe("a plan of all stages, split by stage", () => {
  const [vpc, eks] = splitPlan(whole, stages).map((each) => reviewStage(each.stack, each.plan));

  it("has each resource once, in the first stage that declares it, otherwise in the last", () => {
    const addresses = [vpc, eks].map((each) =>
      each?.modules.flatMap(({ changes }) => changes.map(({ address }) => address)),
    );
    expect(addresses).toEqual([
      ["terraform_data.region", 'module.vpc.aws_subnet.private["a.b"]'],
      ["data.aws_partition.current", "aws_sqs_queue.unheard_of", "module.eks.module.kms.aws_kms_key.this[0]"],
    ]);
  });

  it("has outputs and drift in their stage", () => {
    expect(vpc?.drift).toHaveLength(1);
    expect(eks?.drift).toEqual([]);
    expect(vpc?.outputs).toEqual([]);
    expect(eks?.outputs.map(({ path }) => path)).toEqual(["endpoint", "stray"]);
  });
});
