import { describe, expect, it } from "vitest";
import { checkBlock } from "../../modules/check-block";
import type { BlockSchema } from "../../modules/provider-schema";

const inner: BlockSchema = { attributes: { key: { type: "string", required: true } } };
const schema: BlockSchema = {
  attributes: {
    name: { type: "string", required: true },
    size: { type: "number", optional: true },
    on: { type: "bool", optional: true },
    id: { type: "string", computed: true },
    tags: { type: ["map", "string"], optional: true, computed: true },
    list: { type: ["list", "number"], optional: true },
    object: { type: ["object", { a: "string" }], optional: true },
    anything: { type: "dynamic", optional: true },
  },
  block_types: {
    once: { nesting_mode: "list", block: inner, max_items: 1 },
    some: { nesting_mode: "set", block: inner },
    single: { nesting_mode: "single", block: inner },
    named: { nesting_mode: "map", block: inner },
  },
};
const check = (json: Record<string, unknown>) => checkBlock(schema, { name: "n", ...json });

describe("checkBlock accepts", () => {
  it.each([
    ["values of the right kinds", { size: 1, on: false, tags: { a: "b" }, list: [1], object: { a: "x" } }],
    [
      "expressions anywhere",
      { size: "${a.b}", on: "${true}", tags: "${x}", list: ["${y}"], anything: "${z}" },
    ],
    ["anything where the schema does", { anything: { a: [1, "b", null] } }],
    ["null for nothing", { size: null, tags: null, once: null }],
    ["blocks as an object or a list", { once: { key: "k" }, some: [{ key: "a" }, { key: "b" }] }],
    ["single blocks and maps of blocks", { single: { key: "k" }, named: { a: { key: "k" } } }],
    ["dynamic blocks", { dynamic: { some: { for_each: "${x}", content: { key: "${some.value}" } } } }],
  ])("%s", (_, json) => {
    expect(check(json)).toEqual([]);
  });
});

describe("checkBlock refuses", () => {
  it.each([
    ["an unknown attribute", { nam: "x" }, ["nam: unknown"]],
    [
      "an unknown attribute of a block",
      { some: [{ key: "k" }, { key: "k", kee: 1 }] },
      ["some[1].kee: unknown"],
    ],
    ["no value for what is required", { name: null }, ["name: missing"]],
    ["a block without what is required", { single: {} }, ["single.key: missing"]],
    ["what only the provider sets", { id: "x" }, ["id: read-only"]],
    ["a number as text", { size: "1" }, ["size: is no number but a string"]],
    ["a text as number", { name: 1 }, ["name: is no string but a number"]],
    ["a boolean as text", { on: "true" }, ["on: is no bool but a string"]],
    ["one value for a list", { list: 1 }, ["list: is no list but a number"]],
    ["a wrong element", { list: [1, "2"] }, ["list[1]: is no number but a string"]],
    ["a list for a map", { tags: ["a"] }, ["tags: is no map but a list"]],
    ["a wrong value in a map", { tags: { a: 1 } }, ["tags.a: is no string but a number"]],
    ["an unknown field", { object: { b: "x" } }, ["object.b: unknown"]],
    ["two blocks for one", { once: [{ key: "a" }, { key: "b" }] }, ["once: 2 blocks, at most 1 allowed"]],
    ["two single blocks", { single: [{ key: "a" }, { key: "b" }] }, ["single: 2 blocks, at most 1 allowed"]],
    ["an expression for a block", { once: "${x}" }, ["once: is no block but a string"]],
    ["a text for a map of blocks", { named: "x" }, ["named: is no map of blocks but a string"]],
    ["a wrong block in a map", { named: { a: {} } }, ["named.a.key: missing"]],
    ["an unknown dynamic block", { dynamic: { x: { for_each: [], content: {} } } }, ["x: unknown"]],
    [
      "a dynamic block without content",
      { dynamic: { some: { for_each: [] } } },
      ["some: is no block but a undefined"],
    ],
    [
      "a dynamic block that repeats for nothing",
      { dynamic: { some: { content: {} } } },
      ["some: dynamic block without for_each"],
    ],
  ])("%s", (_, json, problems) => {
    expect(check(json)).toEqual(problems);
  });

  it("too few blocks or none", () => {
    const twice: BlockSchema = { block_types: { b: { nesting_mode: "list", block: {}, min_items: 2 } } };
    expect(checkBlock(twice, {})).toEqual(["b: missing"]);
    expect(checkBlock(twice, { b: {} })).toEqual(["b: 1 blocks, at least 2 needed"]);
    expect(checkBlock(twice, { b: [{}, {}] })).toEqual([]);
    expect(checkBlock(twice, { dynamic: { b: { for_each: [], content: {} } } })).toEqual([]);
  });
});
