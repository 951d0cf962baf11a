import { describe, expect, it } from "vitest";
import { parsePlan } from "../../src/clients/terraform/plan-json";
import { beyondApproval, changesOf, type ChangeKind } from "../../src/run/approval";

const plan = (
  ...changes: { address: string; actions: string[]; mode?: string; deposed?: string; importing?: object }[]
) =>
  parsePlan(
    JSON.stringify({
      format_version: "1.2",
      resource_changes: changes.map(({ address, actions, mode = "managed", deposed, importing }) => ({
        ...{ address, mode, type: "aws_vpc", deposed, change: { actions, importing } },
      })),
    }),
  );

describe("what a plan changes", () => {
  it("is each managed resource that does not stay as it is", () => {
    const changes = changesOf(
      plan(
        { address: "a", actions: ["create"] },
        { address: "b", actions: ["no-op"] },
        { address: "c", actions: ["read"], mode: "data" },
        { address: "d", actions: ["delete", "create"] },
        { address: "e", actions: ["no-op"], importing: { id: "e-1" } },
        { address: "f", actions: ["update"] },
        { address: "d", actions: ["delete"], deposed: "0a1b" },
      ),
    );
    expect([...changes]).toEqual([
      ["a", "create"],
      ["d", "replace"],
      ["e", "import"],
      ["f", "update"],
      ["d (deposed 0a1b)", "delete"],
    ]);
  });
});

describe("an approval", () => {
  const kinds = (entries: Record<string, ChangeKind>) => new Map(Object.entries(entries));
  const approved = kinds({ a: "create", b: "update", c: "delete", d: "replace" });

  it.each([
    ["what is left of it", { b: "update" }, []],
    ["a thing half made", { a: "replace" }, []],
    ["a thing made and not written down", { a: "import" }, []],
    ["a replacement whose old one is gone", { d: "create" }, []],
    ["the old one of a replacement", { "d (deposed 0a1b)": "delete" }, []],
    ["another thing", { e: "create" }, ["e"]],
    ["an update that became a replacement", { b: "replace" }, ["b"]],
    ["a creation that became a deletion", { a: "delete" }, ["a"]],
    ["the old one of what was only updated", { "b (deposed 0a1b)": "delete" }, ["b (deposed 0a1b)"]],
  ] as const)("covers %s, or not", (_, next, beyond) => {
    expect(beyondApproval(approved, kinds(next))).toEqual(beyond);
  });
});
