import { describe, expect, it } from "vitest";
import type { ReadLocal } from "../../../src/fleet/pipeline/include";
import { lint, type LintResult } from "../../../src/fleet/pipeline/lint";
import { readPipeline } from "../../../src/fleet/pipeline/jobs";
import { fargate, fleet, spot } from "./samples";

type Files = Readonly<Record<string, string>>;

const readFrom =
  (files: Files): ReadLocal =>
  (path) => {
    const text = files[path];
    return text === undefined ? [] : [{ path, text }];
  };

function linted(yaml: string, files: Files = {}): LintResult {
  const outcome = lint(yaml, fleet([fargate, spot]), readFrom(files));
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.result;
}

const job = "a: { script: x, tags: [none] }\n";

describe("include:local", () => {
  it.each([
    "include: ci.yml",
    "include: [ci.yml]",
    "include: { local: ci.yml }",
    "include: [{ local: ci.yml }]",
  ])("%j is read, and a finding names its file and line", (include) => {
    expect(linted(`${include}\n`, { "ci.yml": `# first\n${job}` })).toMatchObject({
      jobs: 1,
      findings: [{ rule: "no-runner", places: [{ jobs: ["a"], file: "ci.yml", line: 2 }] }],
      notes: [],
    });
  });

  it("lies below the file that includes it, key by key, at every depth", () => {
    const files = {
      "one.yml": "include: two.yml\na: { tags: [one], image: one:1 }\n",
      "two.yml": "a: { tags: [two], image: two:1, services: [two:1] }\ndefault: { tags: [eks-spot] }\n",
    };
    const read = readPipeline("include: one.yml\na: { script: x, tags: [own] }\n", readFrom(files));
    expect(read.ok && read.pipeline.jobs).toMatchObject([
      { tags: { names: ["own"] }, image: { text: "one:1" }, services: [{ text: "two:1" }] },
    ]);
  });

  it("passes its inputs on", () => {
    const files = {
      "t.yml": 'spec: { inputs: { t: {} } }\n---\na: { script: x, tags: ["$[[ inputs.t ]]"] }\n',
    };
    const { findings } = linted("include: { local: t.yml, inputs: { t: other } }\n", files);
    expect(findings).toMatchObject([{ rule: "no-runner", message: "no runner has the tag other" }]);
  });

  it("of a circle ends, and of more than 150 files is refused", () => {
    expect(
      linted("include: a.yml\n", { "a.yml": `include: b.yml\n`, "b.yml": `include: a.yml\n${job}` }).jobs,
    ).toBe(1);
    const many = `include: [${Array(151).fill("ci.yml").join()}]\n`;
    expect(lint(many, [], readFrom({ "ci.yml": job }))).toMatchObject({
      problems: [{ code: "pipeline-too-many-includes", line: 1 }],
    });
  });

  it("that is not YAML is refused by its own name and line", () => {
    expect(lint("include: ci.yml\n", [], readFrom({ "ci.yml": "\n\na: [\n" }))).toMatchObject({
      problems: [{ code: "pipeline-syntax", file: "ci.yml" }],
    });
  });
});

describe("a file that is not read", () => {
  const include =
    "include: [{ project: p, file: f }, { template: t }, { component: c }, 'https://e/x', gone.yml, $X]\n";

  it("is named once, in one note", () => {
    const { notes } = linted(`${include}a: { script: x, tags: [eks-spot] }\n`);
    expect(notes).toHaveLength(1);
    expect(notes[0]?.message).toMatch(/project p, template t, component c, remote https:\/\/e\/x, gone\.yml/);
  });

  it.each([
    ["tags that it may give", "a: { script: x }\n"],
    ["tags of a parent that it may have", "a: { script: x, extends: .gone }\n"],
    [
      "tags of a parent in it, whatever the default",
      "default: { tags: [none] }\na: { script: x, extends: .gone }\n",
    ],
  ])("makes no error of %s", (_, yaml) => {
    const { findings, notes } = linted(include + yaml);
    expect(findings).toEqual([]);
    expect(
      notes.some(({ message, places: [{ jobs }] }) => jobs[0] === "a" && message.startsWith("not checked:")),
    ).toBe(true);
  });

  it("does not hide what the file itself says", () => {
    expect(linted(include + job).findings).toMatchObject([{ rule: "no-runner" }]);
    expect(linted(`${include}default: { tags: [none] }\nb: { script: x }\n`).findings).toHaveLength(1);
  });
});
