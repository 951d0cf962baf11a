import { describe, expect, it } from "vitest";
import { maxTags } from "../../../src/config/rules/tags";
import { found } from "../samples";

const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`tag-${i}`, "x"]));

describe("tags", () => {
  it.each([
    [{ Owner: "ci", "cost center": "42" }, []],
    [{ "aws:owner": "ci" }, ['tag-reserved tags["aws:owner"]']],
    [{ "AWS:owner": "ci" }, ['tag-reserved tags["AWS:owner"]']],
    [{ Name: "ci" }, ["tag-reserved tags.Name"]],
    [{ name: "ci" }, []],
    [{ "karpenter.sh/discovery": "x" }, ['tag-reserved tags["karpenter.sh/discovery"]']],
    [{ "kubernetes.io/cluster/glrunner": "x" }, ['tag-reserved tags["kubernetes.io/cluster/glrunner"]']],
    [{ Owner: "a", owner: "b" }, ["tag-duplicate tags.owner"]],
    [{ "what?": "x" }, ['wrong-form tags["what?"]']],
    [{ Owner: "what?" }, ["wrong-form tags.Owner"]],
  ])("%j", (tags, expected) => {
    expect(found({ tags })).toEqual(expected);
  });

  it("leave room for the tags that glrunner adds", () => {
    expect(maxTags).toBe(40);
    expect(found({ tags: many(40) })).toEqual([]);
    expect(found({ tags: many(41) })).toEqual(["tags-too-many tags"]);
  });
});
