/** The states that a move writes. */
import { describe, expect, it } from "vitest";
import { MoveStop } from "../../../src/migrate/state-move/problem";
import { asEmptied, asNew, resourcesEqual, targetStates } from "../../../src/migrate/state-move/targets";
import { stateOf } from "./backend-stand-in";

const stackOf = (stack: string, ...roots: readonly string[]) => ({
  ...{ stack, folder: "", backend: {}, place: stack },
  roots: new Set(roots),
});
const staged = [stackOf("vpc", "aws_vpc.this"), stackOf("eks", "aws_eks_cluster.this")];
const single = [stackOf("single", "aws_vpc.this", "aws_eks_cluster.this")];
const vpc = stateOf("l-vpc", ["aws_vpc.this"]);
const eks = stateOf("l-eks", ["aws_eks_cluster.this"]);

function problemOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof MoveStop) return error.problem;
    throw error;
  }
  return undefined;
}

describe("the new states", () => {
  it("are the old ones in the same layout, except those without resources", () => {
    const sources = new Map([
      ["vpc", vpc],
      ["eks", stateOf("l-eks", [])],
    ]);
    expect([...targetStates(sources, "staged", "staged", staged)]).toEqual([["vpc", vpc]]);
  });

  it("are split by what each stack declares, or joined in one", () => {
    const all = stateOf("l", ["aws_vpc.this", "aws_eks_cluster.this"]);
    const split = targetStates(new Map([["single", all]]), "single", "staged", staged);
    expect([...split].map(([stack, { resources }]) => [stack, resources.map(({ type }) => type)])).toEqual([
      ["vpc", ["aws_vpc"]],
      ["eks", ["aws_eks_cluster"]],
    ]);
    const sources = new Map([
      ["vpc", vpc],
      ["eks", eks],
    ]);
    const joined = targetStates(sources, "staged", "single", single);
    expect(joined.get("single")?.resources).toHaveLength(2);
  });

  it("are none without a resource", () => {
    const empty = () => targetStates(new Map([["vpc", stateOf("l", [])]]), "staged", "staged", staged);
    expect(problemOf(empty)).toMatchObject({ code: "move-nothing" });
  });

  it.each([
    ["no stack declares", ["aws_vpc.this", "aws_s3_bucket.mine"], staged, ["aws_s3_bucket.mine"]],
    [
      "two stacks declare",
      ["aws_vpc.this"],
      [...staged, stackOf("addons", "aws_vpc.this")],
      ["aws_vpc.this"],
    ],
  ])("do not exist for a resource that %s", (_, addresses, stacks, named) => {
    const sources = new Map([["single", stateOf("l", addresses)]]);
    const problem = problemOf(() => targetStates(sources, "single", "staged", stacks));
    expect(problem).toMatchObject({ code: "move-no-such-stack", addresses: named });
  });
});

describe("a state at an empty place", () => {
  it("gets a lineage of its own where there was none", () => {
    const made = asNew(vpc, undefined);
    expect(made).toEqual({ ...vpc, serial: 1, lineage: made.lineage });
    expect(made.lineage).toMatch(/^[\da-f]{8}-/);
    expect(asNew(vpc, undefined).lineage).not.toBe(made.lineage);
  });

  it("continues the lineage and the serial of an emptied one", () => {
    expect(asNew(vpc, stateOf("old", [], { serial: 41 }))).toEqual({ ...vpc, lineage: "old", serial: 42 });
  });
});

describe("an emptied state", () => {
  it("keeps its lineage, and is newer than the full one", () => {
    const outputs = { vpc_id: { value: "vpc-1" } };
    expect(asEmptied({ ...vpc, outputs, check_results: [{}] })).toEqual({
      ...vpc,
      ...{ serial: vpc.serial + 1, outputs: {}, resources: [], check_results: null },
    });
  });
});

describe("two states hold the same resources", () => {
  const both = stateOf("a", ["aws_vpc.this", "aws_eks_cluster.this"]);

  it("in another order, with other outputs, and with data sources", () => {
    const data = { ...both.resources[0], mode: "data" as const, type: "aws_ami", name: "x", instances: [] };
    const other = { ...both, outputs: { a: 1 }, resources: [data, ...both.resources.toReversed()] };
    expect(resourcesEqual(both, other)).toBe(true);
  });

  it.each([
    ["one is missing", stateOf("a", ["aws_vpc.this"])],
    ["an attribute differs", stateOf("a", ["aws_vpc.this", "aws_eks_cluster.other"])],
    [
      "an instance is missing",
      { ...both, resources: both.resources.map((each) => ({ ...each, instances: [] })) },
    ],
    [
      "a module holds it",
      { ...both, resources: both.resources.map((each) => ({ ...each, module: "module.a" })) },
    ],
  ])("but not when %s", (_, other) => {
    expect(resourcesEqual(both, other)).toBe(false);
  });
});
