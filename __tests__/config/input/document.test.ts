import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDocument } from "../../../src/config/input/document";

const syntax = Array.from("ab:-[]{}&*|>\"' \n\t#!%@,?");

function refused(text: string): readonly string[] {
  const read = readDocument(text);
  return read.ok ? [] : read.problems.map(({ code, path }) => `${code} ${path}`);
}

function raw(text: string): unknown {
  const read = readDocument(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.raw;
}

describe("a file's text", () => {
  it("may be YAML or JSON, with a byte order mark or without", () => {
    expect(raw("name: glrunner\nregion: us-west-2\n")).toEqual({ name: "glrunner", region: "us-west-2" });
    expect(raw('{"name": "glrunner", "tags": {"1": "x"}}')).toEqual({ name: "glrunner", tags: { "1": "x" } });
    expect(raw("\uFEFFname: glrunner\r\n")).toEqual({ name: "glrunner" });
  });

  it("may use anchors and merge keys", () => {
    expect(raw("a: &a {x: 1}\nb: {<<: *a, y: 2}\n")).toEqual({ a: { x: 1 }, b: { x: 1, y: 2 } });
  });

  it.each([
    ["", "file-empty line 1, column 1"],
    ["# only a comment\n", "file-empty line 1, column 1"],
    ["---\n", "file-empty line 1, column 1"],
    ["\uFEFF", "file-empty line 1, column 1"],
    ["a: 1\nb: [1, 2\nc: 3\n", "yaml-syntax line 3, column 1"],
    ["a: 'x\n", "yaml-syntax line 2, column 1"],
    ["a:\n\tb: 1\n", "yaml-syntax line 2, column 1"],
    ["a: *missing\n", "yaml-syntax line 1, column 4"],
    ["a: 1\nb: 2\na: 3\n", "yaml-duplicate-key line 3, column 1"],
    ["a: {b: 1, b: 2}\n", "yaml-duplicate-key line 1, column 11"],
    ["a: 1\n---\nb: 2\n", "yaml-several-documents line 2, column 1"],
  ])("is refused with a position: %j", (text, expected) => {
    expect(refused(text)[0]).toBe(expected);
  });

  it("is refused if its aliases expand beyond the limit", () => {
    const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(9)}]`);
    expect(refused(["l0: &l0 [x]", ...levels].join("\n"))).toEqual(["yaml-aliases line 2, column 10"]);
  });

  it("is refused if an anchor contains itself", () => {
    expect(refused("a: &a\n  b: *a\n")[0]).toBe("yaml-aliases line 2, column 6");
  });

  it("is refused without a quote, which could contain a token", () => {
    for (const text of [
      "a: 'CANARY",
      "a: CANARY\na: CANARY",
      "CANARY: [CANARY",
      "%CANARY\n---\n",
      "a: @CANARY",
      "a: *CANARY",
    ]) {
      const read = readDocument(text);
      expect(read.ok).toBe(false);
      expect(JSON.stringify(read)).not.toContain("CANARY");
    }
  });

  it("never causes an exception", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...syntax) })), (text) => {
        const read = readDocument(text);
        expect(read.ok || read.problems.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("causes no exception with extreme nesting", () => {
    const deep = readDocument("[".repeat(20_000));
    expect(deep.ok).toBe(false);
  });
});
