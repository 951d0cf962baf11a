import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadConfig, parseConfig } from "../../../src/config";
import { readDocument } from "../../../src/config/input/document";
import { inputLimits } from "../../../src/config/input/limits";
import { isBoundedPattern } from "../../../src/config/rules/job-escapes";
import { readToml } from "../../../src/config/runner-toml/read";
import { maxRunners } from "../../../src/config/schema/runners";
import { parseOptions } from "../arbitraries";

const base = { name: "glrunner", region: "us-west-2" };
const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i));

/** The codes and paths of the problems without duplicates. Every problem must have a path. */
function found(raw: unknown, env: Readonly<Record<string, string>> = {}): readonly string[] {
  const parsed = parseConfig(raw, { ...parseOptions, env });
  const problems = parsed.ok ? parsed.warnings : parsed.problems;
  expect(problems.length).toBeLessThanOrEqual(inputLimits.problems);
  expect(problems.every(({ path }) => path !== "")).toBe(true);
  return [...new Set(problems.map(({ code, path }) => `${code} ${path.slice(0, 60)}`))];
}

/** Reads the text of a file as a command does. */
function read(text: string): readonly string[] {
  const document = readDocument(text);
  return document.ok
    ? found(document.raw)
    : [...new Set(document.problems.map(({ code, path }) => `${code} ${path}`))];
}

const mapping = (entries: readonly string[]) => Object.fromEntries(entries.map((key) => [key, "x"]));

describe("a configuration beyond a limit", () => {
  it("reports a thousand tags as one problem", () => {
    expect(found({ ...base, tags: mapping(times(1000, (i) => `t${i}`)) })).toEqual(["tags-too-many tags"]);
  });

  it("reports at most as many tags that differ only in case as the limit of problems", () => {
    const tags = mapping(
      times(inputLimits.problems + 1, (i) => `t${i}`).flatMap((key) => [key, key.toUpperCase()]),
    );
    expect(found({ ...base, tags })).toHaveLength(inputLimits.problems);
  });

  it("refuses more keys than the limit in a file and in data", () => {
    const keys = times(inputLimits.values + 1, (i) => `k${i}`);
    const text = `name: a\n${keys.map((key) => `${key}: x\n`).join("")}`;
    expect(read(text)).toEqual([expect.stringMatching(/^too-many-values line \d+, column \d+$/)]);
    expect(found({ ...base, ...mapping(keys) })).toEqual(["too-many-values (the whole file)"]);
  });

  it("reports at most as many unknown keys as the limit of problems", () => {
    const keys = times(inputLimits.problems + 1, (i) => `k${i}`);
    expect(found({ ...base, ...mapping(keys) })).toHaveLength(inputLimits.problems);
  });

  it("refuses names and texts of 100 kB at their path", () => {
    const long = "n".repeat(100_000);
    expect(found({ ...base, name: long })).toEqual(["text-too-long name"]);
    expect(found({ ...base, tags: { [long]: "x" } })).toEqual(["text-too-long tags"]);
    expect(found({ ...base, runners: [{ name: "r", token: long }] })).toEqual([
      "text-too-long runners[0].token",
    ]);
    expect(found(base, { GLRUNNER__NAME: long })).toEqual(["override-value GLRUNNER__NAME"]);
  });

  it("refuses a file beyond the size limit", () => {
    expect(read(`name: a\n# ${"x".repeat(inputLimits.fileBytes)}`)).toEqual([
      "file-too-large line 1, column 1",
    ]);
  });

  it.each([
    ["flow lists", `a: ${"[".repeat(5000)}`],
    ["block lists", "- ".repeat(5000)],
    [
      "mappings",
      times(2000, (i) => `${" ".repeat(i)}a:\n`)
        .join("")
        .slice(0, 1_000_000),
    ],
  ])("refuses deep nesting of %s", (_, text) => {
    const [first = ""] = read(text);
    expect(first).toMatch(/^(yaml-syntax|too-deep|file-too-large|too-many-values) (line \d+|\(the whole)/);
  });

  it("refuses too many aliases, and chains of aliases, at the first one beyond the limit", () => {
    const many = `a: &a x\nb: [${"*a, ".repeat(inputLimits.aliases + 1)}]\n`;
    const chain = times(inputLimits.aliases + 1, (i) => `k${i + 1}: &k${i + 1} [*k${i}]\n`).join("");
    for (const text of [many, `k0: &k0 x\n${chain}`]) {
      expect(read(text)).toEqual([expect.stringMatching(/^yaml-aliases line \d+, column \d+$/)]);
    }
  });

  it("refuses an override with thousands of segments, or one that makes the data too deep", () => {
    const deep = `GLRUNNER__ADDONS__BLUEPRINTS__X${"__A".repeat(5000)}`;
    expect(found(base, { [deep]: "1" })).toHaveLength(1);
    const value = `${"[".repeat(200)}${"]".repeat(200)}`;
    expect(found(base, { GLRUNNER__STATE: value })).toEqual(["too-deep (the whole file)"]);
  });

  it("refuses more runners than the limit", () => {
    const runners = times(maxRunners + 1, (i) => `r${i}`).map((name) => ({
      name,
      token: "env:A",
      compute: "spot",
    }));
    expect(found({ ...base, runners })).toContain("out-of-range runners");
  });

  it("refuses TOML with thousands of dotted levels", () => {
    const dotted = `[[runners]]\n${times(5000, () => "a").join(".")} = 1\n`;
    expect(readToml(dotted)).toMatchObject({ ok: false, reason: "too-deep" });
    const runners = [{ name: "r", token: "env:A", extraToml: dotted }];
    expect(found({ ...base, runners })).toEqual(["extra-toml-syntax runners[0].extraToml"]);
  });
});

describe("a path that is not a regular file", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "glrunner-limits-"));
    execFileSync("mkfifo", [join(folder, "fifo")]);
    writeFileSync(join(folder, "large.yaml"), Buffer.alloc(inputLimits.fileBytes + 10, "#"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["/dev/zero", "file-not-regular"],
    ["fifo", "file-not-regular"],
    [".", "file-not-regular"],
    ["large.yaml", "file-too-large"],
  ])("refuses %s at once with %s", (path, code) => {
    const loaded = loadConfig({ ...parseOptions, path, env: {}, cwd: folder });
    expect(loaded.ok ? [] : loaded.problems.map((problem) => problem.code)).toEqual([code]);
  });
});

describe("isBoundedPattern", () => {
  it.each([
    "^team=",
    "^ci-[a-z0-9-]+$",
    ".*",
    "^(team-[a-z]+)(-[a-z0-9]+)?$",
    "^(a|b|c)$",
    String.raw`^\d+\.\d+$`,
  ])("accepts %s", (pattern) => {
    expect(isBoundedPattern(pattern)).toBe(true);
  });

  it.each([
    "(a+)+$",
    "(a|aa)*b",
    "(.*)*x",
    "(a{1,9}){9}b",
    ".*.*.*.*x",
    `${"a?".repeat(30)}${"a".repeat(30)}`,
    `${"(a|aa)".repeat(30)}b`,
    "[^]a*a*a*a*[b]",
    "x".repeat(201),
  ])("refuses %s", (pattern) => {
    expect(isBoundedPattern(pattern)).toBe(false);
  });

  it("refuses such an expression in every key that has one", () => {
    for (const key of ["namespace_overwrite_allowed", "pod_labels_overwrite_allowed"]) {
      const extraToml = `[[runners]]\n[runners.kubernetes]\n${key} = "(a+)+$"\n`;
      expect(found({ ...base, runners: [{ name: "r", token: "env:A", extraToml }] })).toEqual([
        "extra-toml-pattern runners[0].extraToml",
      ]);
    }
  });
});
