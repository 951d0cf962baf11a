import { describe, expect, it } from "vitest";
import type { RepositoryFiles } from "../../../../src/fleet/pipeline/include/read-files";
import { lint, type LintResult } from "../../../../src/fleet/pipeline/lint/lint";
import { readPipeline } from "../../../../src/fleet/pipeline/jobs/read-pipeline";
import { ExpansionBudget } from "../../../../src/fleet/pipeline/limits";
import { fargate, fleet, spot } from "../samples";

type Files = Readonly<Record<string, string>>;

const readFrom = (files: Files): RepositoryFiles => ({
  read: (path) => {
    const text = files[path];
    return text === undefined ? [] : [{ path, text }];
  },
  has: (path) => (path.includes("?") ? undefined : path in files),
});

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
  ])("reads %j, and a finding names its file and line", (include) => {
    expect(linted(`${include}\n`, { "ci.yml": `# first\n${job}` })).toMatchObject({
      jobs: 1,
      findings: [{ rule: "no-runner", places: [{ jobs: ["a"], file: "ci.yml", line: 2 }] }],
      notes: [],
    });
  });

  it("gives the file priority over the files that it includes, key by key, at every depth", () => {
    const files = {
      "one.yml": "include: two.yml\na: { tags: [one], image: one:1 }\n",
      "two.yml": "a: { tags: [two], image: two:1, services: [two:1] }\ndefault: { tags: [eks-spot] }\n",
    };
    const read = readPipeline("include: one.yml\na: { script: x, tags: [own] }\n", readFrom(files));
    expect(read.ok && read.pipeline.jobs).toMatchObject([
      { tags: { names: ["own"] }, image: { text: "one:1" }, services: [{ text: "two:1" }] },
    ]);
  });

  it("passes inputs to the included file", () => {
    const files = {
      "t.yml": 'spec: { inputs: { t: {} } }\n---\na: { script: x, tags: ["$[[ inputs.t ]]"] }\n',
    };
    const { findings } = linted("include: { local: t.yml, inputs: { t: other } }\n", files);
    expect(findings).toMatchObject([{ rule: "no-runner", message: "no runner has the tag other" }]);
  });

  it("ends at a circle, and refuses more than 150 files", () => {
    expect(
      linted("include: a.yml\n", { "a.yml": `include: b.yml\n`, "b.yml": `include: a.yml\n${job}` }).jobs,
    ).toBe(1);
    const many = `include: [${Array(151).fill("ci.yml").join()}]\n`;
    expect(lint(many, [], readFrom({ "ci.yml": job }))).toMatchObject({
      problems: [{ code: "pipeline-too-many-includes", line: 1 }],
    });
  });

  it("reports invalid YAML with the name and line of the included file", () => {
    expect(lint("include: ci.yml\n", [], readFrom({ "ci.yml": "\n\na: [\n" }))).toMatchObject({
      problems: [{ code: "pipeline-syntax", file: "ci.yml" }],
    });
  });
});

describe("a file that is not read", () => {
  const include =
    "include: [{ project: p, file: f }, { template: t }, { component: c }, 'https://e/x', gone.yml, $X]\n";

  it("appears once, in one note", () => {
    const { notes } = linted(`${include}a: { script: x, tags: [eks-spot] }\n`);
    expect(notes).toHaveLength(1);
    expect(notes[0]?.message).toMatch(/project p, template t, component c, remote https:\/\/e\/x, gone\.yml/);
  });

  it.each([
    ["tags that it may give", "a: { script: x }\n"],
    ["tags of a parent that it may have", "a: { script: x, extends: .gone }\n"],
    [
      "tags of a parent in it, with any default",
      "default: { tags: [none] }\na: { script: x, extends: .gone }\n",
    ],
  ])("prevents an error for %s", (_, yaml) => {
    const { findings, notes } = linted(include + yaml);
    expect(findings).toEqual([]);
    expect(
      notes.some(({ message, places: [{ jobs }] }) => jobs[0] === "a" && message.startsWith("not checked:")),
    ).toBe(true);
  });

  it("does not hide errors of the file itself", () => {
    expect(linted(include + job).findings).toMatchObject([{ rule: "no-runner" }]);
    expect(linted(`${include}default: { tags: [none] }\nb: { script: x }\n`).findings).toHaveLength(1);
  });
});

describe("a conditional file", () => {
  const levels = (yaml: string, files: Files) =>
    linted(yaml, files)
      .findings.filter(({ rule }) => rule === "no-runner")
      .flatMap(({ level, places }) => places.map(({ jobs }) => `${level} ${jobs.join()}`))
      .sort();
  const when = (path: string, rules = "[{ if: $A }]") => `{ local: ${path}, rules: ${rules} }`;

  it("adds nothing if its rules are false, and everything if they are true", () => {
    const files = { "a.yml": job };
    expect(linted(`include: ${when("a.yml", "[{ exists: [gone] }]")}\n`, files)).toMatchObject({
      jobs: 0,
      notes: [],
    });
    expect(levels(`include: ${when("a.yml", "[{ exists: [a.yml] }]")}\n`, files)).toEqual(["error a"]);
    expect(linted(`include: ${when("gone.yml", "[{ when: never }]")}\n${job}`).notes).toEqual([]);
    const project = "{ project: p, file: f, rules: [{ when: never }] }";
    expect(linted(`include: ${project}\n${job}`).notes).toEqual([]);
  });

  it("appears in one note", () => {
    const { notes } = linted(`include: [${when("a.yml")}, ${when("b.yml")}]\n`, {
      "a.yml": job,
      "b.yml": job,
    });
    expect(notes).toHaveLength(1);
    expect(notes[0]?.message).toMatch(/^only GitLab knows whether it includes a\.yml, b\.yml\. /);
  });

  it("may have an error in its own job, which fails whenever the pipeline has the job", () => {
    expect(levels(`include: ${when("a.yml")}\n`, { "a.yml": job })).toEqual(["error a"]);
  });

  it("causes only a warning for the job of another file that fails only with it", () => {
    const files = { "a.yml": "default: { tags: [none] }\n" };
    const other = "b: { script: x }\nc: { script: x, tags: [none] }\n";
    // Without the file, b has no tags, and no runner takes it either.
    expect(levels(`include: ${when("a.yml")}\n${other}`, files)).toEqual(["error b", "error c"]);
    const runs = "default: { tags: [eks-spot] }\n";
    const both = `include: [${when("a.yml", "[{ if: $B }]")}, ${when("c.yml")}]\n${other}`;
    expect(levels(both, { "c.yml": runs, ...files })).toEqual(["error c", "warning b"]);
    // The default of the file itself has priority.
    expect(levels(`${runs}include: ${when("a.yml")}\n${other}`, files)).toEqual(["error c"]);
  });

  it("causes no error that only two files that exclude each other have together", () => {
    const files = {
      "a.yml": ".t: { tags: [none] }\n",
      "b.yml": ".t: { tags: [eks-spot] }\n",
    };
    const yaml = (first: string, second: string) =>
      `include: [${when(first)}, ${when(second, "[{ if: $A, when: never }, { if: $B }]")}]\na: { script: x, extends: .t }\n`;
    expect(levels(yaml("a.yml", "b.yml"), files)).toEqual(["warning a"]);
    expect(levels(yaml("b.yml", "a.yml"), files)).toEqual(["warning a"]);
    expect(levels(yaml("a.yml", "a.yml"), files)).toEqual(["error a"]);
    const { findings } = linted(yaml("a.yml", "b.yml"), files);
    expect(findings.filter(({ rule }) => rule === "extends")).toEqual([]);
  });

  it("is included together with another file that has the same rules", () => {
    const files = { "a.yml": ".t: { tags: [none] }\n", "b.yml": "a: { script: x, extends: .t }\n" };
    expect(levels(`include: [${when("a.yml")}, ${when("b.yml")}]\n`, files)).toEqual(["error a"]);
    expect(
      levels(`include: ${when("b.yml")}\n`, {
        ...files,
        "b.yml": `include: ${when("a.yml", "[{ if: $B }]")}\n${files["b.yml"]}`,
      }),
    ).toEqual(["error a"]);
  });

  it("with invalid YAML causes a note and does not refuse the pipeline", () => {
    const { jobs, notes } = linted(`include: ${when("a.yml")}\n${job}`, { "a.yml": "a: [\n" });
    expect(jobs).toBe(1);
    expect(notes.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^include is not read: a\.yml \(The file is not valid YAML/),
    );
  });

  it("is tried only together with all others if there are more than eight", () => {
    const many = Array.from({ length: 9 }, (_, at) => when("a.yml", `[{ if: $V${at} }]`));
    expect(levels(`include: [${many.join()}]\n`, { "a.yml": job })).toEqual(["error a"]);
    const read = readPipeline(`include: [${many.join()}]\n`, readFrom({ "a.yml": job }));
    expect(read.ok && read.pipeline.withoutFiles.map((jobs) => jobs.length)).toEqual([0]);
  });

  it("is refused if aliases in its rules expand beyond the limit", () => {
    const doubled = Array.from({ length: 30 }, (_, at) =>
      at === 0 ? "&a0 [x]" : `&a${at} [*a${at - 1}, *a${at - 1}]`,
    );
    const yaml = `.a: [${doubled.join()}]\ninclude: { local: a.yml, rules: [{ changes: *a29 }] }\n`;
    expect(readPipeline(yaml, readFrom({ "a.yml": job }), new ExpansionBudget(1000))).toMatchObject({
      problems: [{ code: "pipeline-expands-too-far" }],
    });
  });
});
