import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { formatProblems, loadConfig } from "../../../src/config";
import { readDocument } from "../../../src/config/input/document";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "glr-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function problemsOf(text: string, env: NodeJS.ProcessEnv = {}) {
  writeFileSync(join(folder, "glrunner.yaml"), text);
  const loaded = loadConfig({ env, today: "2026-11-28", home: folder, cwd: folder });
  return loaded.ok ? loaded.warnings : loaded.problems;
}

const positionsOf = (text: string, env?: NodeJS.ProcessEnv) =>
  problemsOf(text, env).map(({ code, path, file, line, column }) => [code, path, file, line, column]);

describe("the position of a problem", () => {
  it("is that of the key, also if the schema refuses the value", () => {
    const text =
      "name: Bad_Name\nregion: us-west-2\nrunners:\n  - name: a\n    token: env:A\n    concurrent: -1\n";
    expect(positionsOf(text)).toEqual([
      ["wrong-form", "name", "glrunner.yaml", 1, 1],
      ["out-of-range", "runners[0].concurrent", "glrunner.yaml", 6, 5],
    ]);
    expect(formatProblems(problemsOf(text))).toContain("    at:      glrunner.yaml:6:5\n");
  });

  it("is that of the parent if the key is missing", () => {
    const text = "name: ci\nregion: us-west-2\nrunners:\n  - name: a\n";
    expect(positionsOf(text)).toEqual([["missing", "runners[0].token", "glrunner.yaml", 4, 5]]);
    expect(positionsOf("name: ci\n")).toEqual([["missing", "region", "glrunner.yaml", 1, 1]]);
  });

  it("is missing if a variable sets the value", () => {
    const found = positionsOf("name: ci\nregion: us-west-2\n", { GLRUNNER__NAME: "Bad_Name" });
    expect(found).toEqual([["wrong-form", "name", undefined, undefined, undefined]]);
  });

  it("is missing if a variable sets the parent of the value", () => {
    const runners = '[{ name: a, token: "env:A", concurrent: -1 }]';
    const text = "name: ci\nregion: us-west-2\nrunners: [{ name: b, token: env:B, concurrent: 1 }]\n";
    expect(positionsOf(text, { GLRUNNER__RUNNERS: runners })).toEqual([
      ["out-of-range", "runners[0].concurrent", undefined, undefined, undefined],
    ]);
  });

  it("is both positions of a key that the file has twice", () => {
    const [found, other, ...more] = problemsOf("name: ci\nregion: us-west-2\nname: cd\ntags: {a: b, a: c}\n");
    expect(found).toMatchObject({
      ...{ code: "yaml-duplicate-key", file: "glrunner.yaml", line: 3, column: 1 },
      first: { line: 1, column: 1 },
    });
    expect(found?.message).toContain("line 1, column 1");
    expect(other).toMatchObject({ line: 4, column: 14, first: { line: 4, column: 8 } });
    expect(more).toEqual([]);
  });
});

describe("a number or a boolean", () => {
  it.each([".nan", ".NaN", ".inf", "-.inf", "0x1F", "0o17", "1e3", "TRUE"])(
    "is shown as it is written: %s",
    (text) => {
      const shown = formatProblems(problemsOf(`name: ${text}\nregion: us-west-2\n`));
      expect(shown).toContain(`    given:   ${text}\n`);
    },
  );

  it("has the text of a number only if the value comes from the file", () => {
    const read = readDocument("a: 0x1F\n");
    const writtenAt = (value: number) => (read.ok ? read.positions.writtenAt("a", value) : "not read");
    expect([writtenAt(31), writtenAt(32)]).toEqual(["0x1F", undefined]);
  });
});

describe("the fix of a value of the wrong type", () => {
  it("proposes quotes only if the text would then be allowed", () => {
    const fixes = (text: string) => problemsOf(text).map(({ path, fix }) => [path, fix.includes("quotes")]);
    expect(fixes("name: 42\nregion: us-west-2\n")).toEqual([["name", false]]);
    expect(fixes("name: ci\nregion: us-west-2\nrunners: [{ name: 0x1F, token: env:A }]\n")).toEqual([
      ["runners[0].name", false],
    ]);
    expect(fixes("name: ci\nregion: us-west-2\nversions: { kubernetes: 1.3 }\n")).toContainEqual([
      "versions.kubernetes",
      true,
    ]);
  });
});
