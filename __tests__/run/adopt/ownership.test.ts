import { describe, expect, it } from "vitest";
import { awsClients } from "../../../src/run/adopt/aws-clients";
import {
  ownershipByOwnerTags,
  ownershipByName,
  ownershipByTags,
  nameTest,
  type Search,
  type FoundResource,
} from "../../../src/run/adopt/ownership";

const mark = { "glrunner/cluster": "demo", Name: "demo-a" };
const ending = "202611241409550123000000a1";

function search(values: Readonly<Record<string, unknown>>, recorded: readonly string[] = []): Search {
  return {
    candidate: { address: "aws_x.this", type: "aws_x", values },
    cluster: "demo",
    recorded: new Set(recorded.map((id) => `aws_x ${id}`)),
    aws: awsClients({
      region: "us-west-2",
      credentials: { accessKeyId: "loopback", secretAccessKey: "loopback" },
    }),
  };
}
const thing = (id: string, tags: Readonly<Record<string, string>> = mark): FoundResource => ({ id, tags });

describe("a resource without a name", () => {
  const wanted = search({ tags_all: mark });

  it("is owned if it alone has every planned tag, whatever its other tags are", () => {
    const others = [
      thing("x-2", { ...mark, "glrunner/cluster": "demo-b" }),
      thing("x-3", { Name: "demo-a" }),
      thing("x-4", {}),
    ];
    expect(ownershipByTags(wanted, [...others, thing("x-1", { ...mark, more: "1" })])).toEqual({
      is: "owned",
      id: "x-1",
      because: expect.stringContaining("every planned tag") as string,
    });
    expect(ownershipByTags(wanted, others)).toEqual({ is: "absent" });
  });

  it("is ambiguous if there are two, unless the state records one of them", () => {
    const two = [thing("x-1"), thing("x-2")];
    expect(ownershipByTags(wanted, two)).toMatchObject({ is: "ambiguous", found: ["x-1", "x-2"] });
    expect(ownershipByTags(search({ tags_all: mark }, ["x-2"]), two)).toMatchObject({
      is: "owned",
      id: "x-1",
    });
  });

  it("is ambiguous if the planned tags do not include the owner tag", () => {
    for (const values of [{ tags: null }, { tags_all: {} }, { tags_all: { Name: "demo" } }]) {
      expect(ownershipByTags(search(values), [thing("x-1", { Name: "demo" })])).toMatchObject({
        is: "ambiguous",
        found: ["x-1"],
      });
    }
  });

  it("is undecided if its planned tags are unknown", () => {
    expect(ownershipByTags(search({}), [thing("x-1")])).toMatchObject({ is: "undecided" });
  });

  it("is transitioning while AWS creates or deletes it, and ambiguous if it is broken", () => {
    expect(ownershipByTags(wanted, [{ ...thing("x-1"), transitioning: "CREATING" }])).toEqual({
      is: "transitioning",
      found: "x-1",
      why: "it is CREATING",
    });
    expect(ownershipByTags(wanted, [{ ...thing("x-1"), broken: "FAILED" }])).toEqual({
      is: "ambiguous",
      found: ["x-1"],
      why: "it is FAILED",
    });
  });
});

describe("a resource with a name", () => {
  it("matches if its name is the planned name, or the planned prefix with Terraform's suffix", () => {
    const exact = nameTest(search({ name: "demo-role" }).candidate);
    expect(exact?.exact).toBe(true);
    expect(["demo-role", "demo-role-b", "demo"].map((name) => exact?.matches(name))).toEqual([
      true,
      false,
      false,
    ]);
    const prefixed = nameTest(search({ name_prefix: "demo-" }).candidate);
    expect(prefixed?.exact).toBe(false);
    const names = [`demo-${ending}`, `demo-b-${ending}`, "demo-by-hand", `x-demo-${ending}`];
    expect(names.map((name) => prefixed?.matches(name))).toEqual([true, false, false, false]);
    expect(nameTest(search({}).candidate)).toBeUndefined();
  });

  const named = (values: Readonly<Record<string, unknown>>, resources: readonly FoundResource[]) => {
    const wanted = search(values);
    const test = nameTest(wanted.candidate);
    return test && ownershipByName(wanted, resources, test);
  };

  it("is owned with every planned tag, and otherwise ambiguous", () => {
    const values = { name: "demo", tags_all: mark };
    expect(named(values, [thing("demo")])).toMatchObject({ is: "owned", id: "demo" });
    expect(named(values, [thing("demo", {})])).toMatchObject({ is: "ambiguous", found: ["demo"] });
    expect(named(values, [])).toEqual({ is: "absent" });
  });

  it("is owned without planned tags only if its name contains the cluster's name", () => {
    const arn = "arn:aws:iam::1:policy/demo-karpenter";
    expect(named({ name: "demo-karpenter" }, [thing(arn, {})])).toMatchObject({ is: "owned", id: arn });
    const similar = "arn:aws:iam::1:policy/demo/demonstration-karpenter";
    expect(named({ name: "demonstration-karpenter" }, [thing(similar, {})])).toMatchObject({
      is: "undecided",
    });
    const unclear = [thing("karpenter", {})];
    expect(named({ name: "karpenter", tags: null }, unclear)).toMatchObject({ is: "ambiguous" });
    expect(named({ name: "karpenter" }, unclear)).toMatchObject({ is: "undecided" });
  });

  it("is owned under a planned prefix only with the planned tags", () => {
    const values = { name_prefix: "demo-", tags_all: mark };
    expect(named(values, [thing(`demo-${ending}`)])).toMatchObject({ is: "owned" });
    expect(named(values, [thing(`demo-${ending}`, {})])).toEqual({ is: "absent" });
  });
});

describe("a resource with a matching name, while its planned tags are unknown", () => {
  const proofs: readonly FoundResource["tags"][] = [
    { "glrunner/cluster": "demo", of: "it" },
    { Blueprint: "demo" },
  ];
  const ownershipOf = (resources: readonly FoundResource[], recorded: readonly string[] = []) =>
    ownershipByOwnerTags(search({}, recorded), resources, proofs);
  const [half, own, older] = [
    thing("x-1"),
    thing("x-2", { ...mark, of: "it" }),
    thing("x-3", { Blueprint: "demo" }),
  ];

  it("is owned if it alone carries every tag of one proof", () => {
    expect(ownershipOf([half, own])).toMatchObject({ is: "owned", id: "x-2" });
    expect(ownershipOf([half, older])).toMatchObject({ is: "owned", id: "x-3" });
    expect(ownershipOf([half])).toEqual({ is: "absent" });
  });

  it("is ambiguous if there are two, unless the state records one of them", () => {
    expect(ownershipOf([own, older])).toMatchObject({ is: "ambiguous", found: ["x-2", "x-3"] });
    expect(ownershipOf([own, older], ["x-2"])).toMatchObject({ is: "owned", id: "x-3" });
  });
});
