import { describe, expect, it } from "vitest";
import { configJsonSchema, type JsonSchema } from "../../../src/config/docs/json-schema";
import { isNode, nodesAt } from "../../../src/config/input/schema-nodes";

/** Path of every node below, with the node. */
function nodes(node: JsonSchema, path: string): readonly (readonly [string, JsonSchema])[] {
  const children = Object.entries(node.properties ?? {}).flatMap(([name, child]) =>
    isNode(child) ? nodes(child, path === "" ? name : `${path}.${name}`) : [],
  );
  const others = [
    node.items,
    node.additionalProperties,
    ...(node.anyOf ?? []),
    ...(node.oneOf ?? []),
  ].flatMap((child) =>
    child !== undefined && !Array.isArray(child) && isNode(child) ? nodes(child, `${path}[]`) : [],
  );
  return [[path, node], ...children, ...others];
}

const all = nodes(configJsonSchema(), "");

describe("the schema for editors", () => {
  it("is JSON Schema 2020-12 of the input", () => {
    expect(configJsonSchema()).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "glrunner.yaml",
      type: "object",
      required: ["name", "region"],
      additionalProperties: false,
    });
  });

  it("has a description for every key except those of the add-ons module", () => {
    const named = all.filter(
      ([path]) => path !== "" && !path.endsWith("[]") && !path.startsWith("addons.blueprints."),
    );
    expect(named.length).toBeGreaterThan(80);
    expect(named.filter(([, node]) => (node.description ?? "") === "").map(([path]) => path)).toEqual([]);
  });

  it("describes each pattern in words", () => {
    const silent = all.filter(
      ([, node]) => node.pattern !== undefined && typeof node.patternErrorMessage !== "string",
    );
    expect(silent).toEqual([]);
  });

  it("refuses unknown keys everywhere", () => {
    const open = all.filter(
      ([, node]) => node.properties !== undefined && node.additionalProperties !== false,
    );
    expect(open.map(([path]) => path)).toEqual([]);
  });

  it("has the defaults, limits and choices", () => {
    expect(nodesAt(["network", "nat"])).toMatchObject([
      { default: "single", enum: ["single", "per-zone", "none"] },
    ]);
    expect(nodesAt(["runners", 0, "job", "cpu"])).toMatchObject([
      { default: 0.75, minimum: 0.05, maximum: 16 },
    ]);
    expect(nodesAt(["addons", "blueprints", "enable_metrics_server"])).toMatchObject([{ type: "boolean" }]);
    expect(nodesAt(["no", "such", "key"])).toEqual([]);
  });
});
