import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { setValues } from "../../../src/config/input/set-values";

const kubernetes = { path: ["versions", "kubernetes"], to: "1.36" };
const image = { path: ["addons", "karpenter", "nodes", "image"], to: "al2023@v20260903" };

describe("setting values of a configuration", () => {
  it("replaces values in the file, and no other character", () => {
    const text = `name: ci   # the name
versions:   # all

  kubernetes:   '1.9'   # why
  karpenter: "1.12.2"


runners:
- {name: a,token: "env:A"}
addons: {karpenter: {nodes: {image: al2023@v20260101 }}}
`;
    const karpenter = { path: ["versions", "karpenter"], to: "1.15.0" };
    expect(setValues(text, [image, kubernetes, karpenter])).toBe(
      text.replace("'1.9'", "'1.36'").replace('"1.12.2"', '"1.15.0"').replace("@v20260101", "@v20260903"),
    );
  });

  it("quotes a text that would be a number", () => {
    expect(setValues("versions:\n  kubernetes: v\n", [kubernetes])).toBe(`versions:\n  kubernetes: "1.36"\n`);
  });

  it.each(["examples/small.yaml", "examples/thousand.yaml", "glrunner.yaml"])(
    "adds what is missing to %s, and keeps every line",
    (file) => {
      const text = readFileSync(file, "utf8");
      const written = setValues(text, [kubernetes, image]);
      const lines = written.split("\n");
      expect(text.split("\n").filter((line) => !lines.includes(line))).toEqual([]);
      expect(parse(written)).toMatchObject({
        versions: { kubernetes: "1.36" },
        addons: { karpenter: { nodes: { image: image.to } } },
      });
    },
  );

  it("adds keys below a key without a value, in the file's own style", () => {
    expect(setValues("versions: # none\nrunners:\n- name: a # first\n", [kubernetes])).toBe(
      `versions:\n  # none\n  kubernetes: "1.36"\nrunners:\n- name: a # first\n`,
    );
    expect(setValues("versions: { set: current }\n", [kubernetes])).toBe(
      `versions: { set: current, kubernetes: "1.36" }\n`,
    );
  });

  it("changes no value through an alias", () => {
    const written = setValues("a: &v '1.35'\nversions: { kubernetes: *v }\n", [kubernetes]);
    expect(parse(written)).toEqual({ a: "1.35", versions: { kubernetes: "1.36" } });
  });

  it("keeps JSON as JSON", () => {
    const written = setValues('{"name": "ci"}', [kubernetes]);
    expect(JSON.parse(written)).toEqual({ name: "ci", versions: { kubernetes: "1.36" } });
  });
});
