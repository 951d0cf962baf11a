import { describe, expect, it } from "vitest";
import { readPipeline } from "../../../../src/fleet/pipeline/jobs/read-pipeline";
import type { Inputs } from "../../../../src/fleet/pipeline/yaml/inputs";
import { ExpansionBudget } from "../../../../src/fleet/pipeline/limits";
import { readLocated } from "../../../../src/fleet/pipeline/yaml/read-yaml";

const read = (yaml: string, inputs?: Inputs) => {
  const result = readLocated(yaml, { budget: new ExpansionBudget(), ...(inputs && { inputs }) });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result;
};

/** The tags that GitLab reads for each job. */
function tagsIn(yaml: string): Readonly<Record<string, string>> {
  const result = readPipeline(yaml);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return Object.fromEntries(result.pipeline.jobs.map(({ name, tags }) => [name, tags.names.join()]));
}

describe("keys of a mapping in Psych", () => {
  const anchors = ".f: &f { tags: [fargate] }\n.m: &m { tags: [metal] }\n";

  it.each([
    ["the later of two <<", "a: { <<: *f, <<: *m, script: x }", "metal"],
    ["the later of two <<, the other way round", "a: { <<: *m, <<: *f, script: x }", "fargate"],
    ["a << behind a key", "a: { tags: [own], script: x, <<: *m }", "metal"],
    ["a key behind a <<", "a: { <<: *m, tags: [own], script: x }", "own"],
    ["the first in the list of one <<", "a: { <<: [*f, *m], script: x }", "fargate"],
    ["the later of two keys", "a: { tags: [one], script: x, tags: [two] }", "two"],
    ["the later of two jobs of one name", "a: { tags: [one] }\na: { tags: [two] }", "two"],
    ["no alias to a list of mappings", ".l: &l [*f]\na: { <<: *l, tags: [own], script: x }", "own"],
  ])("%s counts", (_, job, tags) => {
    expect(tagsIn(`${anchors}${job}\n`)).toEqual({ a: tags });
  });

  it("are reported with both lines if they occur twice", () => {
    const yaml = "a:\n  script: x\n  variables:\n    LEVEL: 1\n    LEVEL: 2\n  script: y\n";
    expect(read(yaml).duplicates).toEqual([
      { path: ["a", "variables", "LEVEL"], firstLine: 4, line: 5 },
      { path: ["a", "script"], firstLine: 2, line: 6 },
    ]);
  });
});

describe("documents", () => {
  const [header, one, two] = ["spec: { inputs: { tag: { default: d } } }", "a: {}", "b: {}"];

  it.each([
    [[one, two], "a", 2],
    [[header, one], "a", undefined],
    [[header, one, two], "a", 4],
    [[one], "a", undefined],
  ])("%j: GitLab reads %s", (documents, job, ignored) => {
    const { root, ignoredLine } = read(`${documents.join("\n---\n")}\n`);
    expect([...root.entries.keys()]).toEqual([job]);
    expect(ignoredLine).toBe(ignored);
  });

  it("use inputs of the include, else of the header, and else keep the block", () => {
    const yaml = `${header}\n---\na: { tags: ["x-$[[ inputs.tag ]]", "$[[ inputs.none ]]"] }\n`;
    const tags = (inputs?: Inputs) => {
      const job = read(yaml, inputs).root.entries.get("a");
      return JSON.stringify(job?.kind === "map" && job.entries.get("tags"));
    };
    expect(tags()).toContain('"x-d"');
    expect(tags(new Map([["tag", { kind: "scalar", text: "given", line: 1 }]]))).toContain('"x-given"');
    expect(tags()).toContain("$[[ inputs.none ]]");
  });
});
