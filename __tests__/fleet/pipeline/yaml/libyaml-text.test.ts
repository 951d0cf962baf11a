/** Text that libyaml 0.2.5 accepts and the YAML package refuses; checked with PyYAML's CLoader on 2026-11-30. */
import { describe, expect, it } from "vitest";
import { asLibyamlReads } from "../../../../src/fleet/pipeline/yaml/libyaml-text";
import { readPipeline } from "../../../../src/fleet/pipeline/jobs/read-pipeline";

function tagsOf(yaml: string): readonly string[] | undefined {
  const read = readPipeline(yaml);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.pipeline.jobs.find(({ name }) => name === "a")?.tags.names;
}

describe("text that libyaml accepts", () => {
  it.each([
    ["a list whose items are not indented", "a:\n  script: x\n  tags: [\n  t,\n  u\n  ]\n"],
    ["a list at the margin", "a:\n  script: x\n  tags: [\nt, # first\nu\n]\n"],
    ["a mapping at the margin", "a:\n  script: x\n  variables: {\nA: t,\nB: u }\n  tags: [$A, $B]\n"],
    ["a quoted text at the margin", 'a:\n  script: "one\ntwo [\n"\n  tags: [t, u]\n'],
    ["single quotes at the margin", "a:\n  script:\n    - 'it''s\nup'\n  tags: [t, u]\n"],
    ["a comment without a space", 'a:\n  image: "b"#c\n  script: x\n  tags: [t, u]#d\n'],
    [
      "within a list of mappings",
      "a:\n  script: x\n  services:\n  - name: b\n    command: [\n  c\n  ]\n  tags: [t, u]\n",
    ],
  ])("%s", (_, yaml) => {
    expect(tagsOf(yaml)).toEqual(["t", "u"]);
  });

  it("keeps its lines, block scalars, comments and apostrophes", () => {
    const yaml = `a:
  script:
    - |
      [
      "
    - >-

      {
    - echo don't [
  # it's [
  tags: [
  t
  ]
  "quoted key": x
`;
    expect(asLibyamlReads(yaml)?.split("\n")).toEqual(
      yaml.split("\n").map((line, index) => ([11, 12].includes(index) ? " ".repeat(9) + line : line)),
    );
  });

  it("is refused with the errors of the original text if rewriting does not help", () => {
    expect(readPipeline("a:\n  tags: [\nt\n  script: x\n")).toMatchObject({
      ok: false,
      problems: [{ code: "pipeline-syntax" }, {}],
    });
  });

  it("is not changed if its lines are indented enough", () => {
    const yaml = "a:\n  tags: [\n    t,\n      u\n   ]\n  script:\n    - 'x\n     y'\n    - [a,\n      b]\n";
    expect(asLibyamlReads(yaml)).toBe(yaml);
  });

  it("is rewritten as fast with long lines", () => {
    const long = `a:\n  script: '${" ".repeat(2000)}docker'\n  b: ${"!x ".repeat(100_000)}[\n${"x,\n".repeat(100)}]\n`;
    expect(asLibyamlReads(long)).toBe(long);
  });

  it("is not rewritten if the result would be too large", () => {
    expect(asLibyamlReads(`${" ".repeat(900)}x: [\n${"a,\n".repeat(5000)}]`)).toBeUndefined();
  });
});
