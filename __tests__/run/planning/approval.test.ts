import { describe, expect, it } from "vitest";
import { parsePlan } from "../../../src/clients/terraform/plan-json";
import { beyondApproval, changesOf, countsOf, type ChangeKind } from "../../../src/run/planning/approval";

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

describe("the changes of a plan", () => {
  it("are the managed resources that the plan changes", () => {
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
    expect(countsOf(changes)).toEqual({ add: 2, change: 1, remove: 2 });
  });
});

describe("an action of a plan", () => {
  const kindOf = (...actions: string[]) => changesOf(plan({ address: "a", actions })).get("a");

  it.each([
    [["no-op"], undefined],
    [["read"], undefined],
    [["create"], "create"],
    [["update"], "update"],
    [["delete"], "delete"],
    [["delete", "create"], "replace"],
    [["create", "delete"], "replace"],
    [["forget"], "forget"],
    [["create", "forget"], "create-and-forget"],
    [["delete", "forget"], "unknown"],
    [["teleport"], "unknown"],
  ] as const)("%s is known as %s", (actions, kind) => {
    expect(kindOf(...actions)).toBe(kind);
  });

  it("counts even if the same plan imports the resource", () => {
    const importing = { id: "i" };
    const both = (actions: string[]) => changesOf(plan({ address: "a", actions, importing })).get("a");
    expect([["no-op"], ["update"], ["delete", "create"], ["teleport"]].map(both)).toEqual([
      "import",
      "import",
      "replace",
      "unknown",
    ]);
  });
});

describe("an approval", () => {
  const changes = (entries: Record<string, ChangeKind>) => new Map(Object.entries(entries));
  const approved = changes({
    ...{ a: "create", b: "update", c: "delete", d: "replace" },
    ...{ f: "forget", g: "create-and-forget", u: "unknown" },
  });

  it.each([
    ["covers what is left of it", { b: "update", f: "forget", g: "create-and-forget" }, []],
    ["covers a resource that was half created", { a: "replace" }, []],
    ["covers a resource that was created and not recorded", { a: "import" }, []],
    ["covers a replacement whose old object is gone", { d: "create" }, []],
    ["covers the old object of a replacement", { "d (deposed 0a1b)": "delete" }, []],
    ["covers a new object whose old one is forgotten already", { g: "create" }, []],
    ["does not cover another resource", { e: "create" }, ["e"]],
    ["does not cover an update that became a replacement", { b: "replace" }, ["b"]],
    ["does not cover a creation that became a deletion", { a: "delete" }, ["a"]],
    ["does not cover a resource that would be forgotten instead", { a: "forget", c: "forget" }, ["a", "c"]],
    ["does not cover a deletion of what was to be forgotten", { f: "delete", g: "delete" }, ["f", "g"]],
    [
      "does not cover an unknown action, not even an approved one",
      { u: "unknown", b: "unknown" },
      ["u", "b"],
    ],
    [
      "does not cover the old object of what was only updated",
      { "b (deposed 0a1b)": "delete" },
      ["b (deposed 0a1b)"],
    ],
    [
      "does not cover an unknown action on the old object of a replacement",
      { "d (deposed 0a1b)": "unknown" },
      ["d (deposed 0a1b)"],
    ],
  ] as const)("%s", (_, next, beyond) => {
    expect(beyondApproval(approved, changes(next))).toEqual(beyond);
  });
});
