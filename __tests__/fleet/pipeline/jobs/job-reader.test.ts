import { describe, expect, it } from "vitest";
import { readPipeline, type Pipeline } from "../../../../src/fleet/pipeline/jobs/read-pipeline";

function pipeline(yaml: string): Pipeline {
  const read = readPipeline(yaml);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.pipeline;
}

const job = (yaml: string, name = "a") => pipeline(yaml).jobs.find((each) => each.name === name);

describe("the jobs of a pipeline", () => {
  it("are all keys except hidden ones, global ones and triggers", () => {
    const yaml = `
spec: { inputs: {} }
---
stages: [one, two]
workflow: { name: x }
variables: { A: b }
.hidden: { script: x }
a: { script: x, stage: one }
down: { trigger: other/project }
mirror: { needs: { pipeline: other/project } }
pages: { script: x }
`;
    const { jobs, stages } = pipeline(yaml);
    expect(stages).toEqual(["one", "two"]);
    expect(jobs.map(({ name, line, stage }) => [name, line, stage])).toEqual([
      ["a", 8, "one"],
      ["pages", 11, "test"],
    ]);
  });

  it("inherit from default and from global keys, unless they have their own values or inherit none", () => {
    const yaml = `default:
  tags: [d]
  image: d:1
services: [s:1]
a: { script: x }
b: { script: x, tags: [own], inherit: { default: [image] } }
c: { script: x, inherit: { default: false } }
`;
    const short = (name: string) => {
      const { tags, image, services } = job(yaml, name) ?? {};
      return [tags, image, services?.map(({ text }) => text)];
    };
    expect(short("a")).toEqual([
      { names: ["d"], line: 2, isKnown: true },
      { text: "d:1", line: 3, pullPolicies: [] },
      ["s:1"],
    ]);
    expect(short("b")).toEqual([
      { names: ["own"], line: 6, isKnown: true },
      { text: "d:1", line: 3, pullPolicies: [] },
      [],
    ]);
    expect(short("c")).toEqual([{ names: [], line: 7, isKnown: true }, undefined, []]);
  });

  it("inherit the default if their own value is empty", () => {
    const yaml =
      "default: { tags: [d], image: d }\n.b: { image: b }\na: { extends: .b, script: x, tags:, image: ~ }\n";
    expect(job(yaml)).toMatchObject({ tags: { names: ["d"] }, image: { text: "d" } });
  });

  it("merge their parents over several levels, key by key, with priority for the last parent", () => {
    const yaml = `.one:
  image: one:1
  variables: { A: 1, B: 1 }
.two:
  extends: .one
  tags: [two]
  variables: { B: 2 }
.three:
  image: three:1
a:
  extends: [.two, .three]
  script: x
`;
    const found = job(yaml);
    expect(found?.image).toMatchObject({ text: "three:1", line: 9 });
    expect(found?.tags).toMatchObject({ names: ["two"], line: 6 });
    expect([...(found?.variables ?? [])].map(([name, { text, line }]) => [name, text, line])).toEqual([
      ["A", "1", 3],
      ["B", "2", 7],
    ]);
  });

  it("resolve !reference, in lists and through another reference", () => {
    const yaml = `.one: { tags: [x, y] }
.two: { tags: [!reference [.one, tags], z] }
a:
  script: x
  tags: !reference [.two, tags]
`;
    expect(job(yaml)?.tags.names).toEqual(["x", "y", "z"]);
  });

  it("have the value of an anchor at the line of the alias", () => {
    const yaml =
      ".base: &base\n  tags: &tags [x]\na: { script: x, <<: *base }\nb:\n  script: x\n  tags: *tags\n";
    expect(job(yaml)?.tags).toMatchObject({ names: ["x"], line: 2 });
    expect(job(yaml, "b")?.tags).toMatchObject({ names: ["x"], line: 6 });
  });

  it("expand the variables of the file, and keep variables that only GitLab knows", () => {
    const yaml = `variables:
  VERSION: "1.10"
  IMAGE: { value: "x:\${VERSION}", description: y }
a: { script: x, image: $IMAGE, tags: [$CI_TAG] }
b: { script: x, image: $IMAGE, variables: { VERSION: "2" } }
c: { script: x, image: $IMAGE, inherit: { variables: false } }
`;
    expect(job(yaml)?.image?.text).toBe("x:1.10");
    expect(job(yaml)?.tags.names).toEqual(["$CI_TAG"]);
    expect(job(yaml, "b")?.image?.text).toBe("x:2");
    expect(job(yaml, "c")?.image?.text).toBe("$IMAGE");
  });

  it("are one for each combination of a matrix", () => {
    const yaml = `a:
  script: x
  tags: ["\${RUNNER}-\${SIZE}"]
  parallel: { matrix: [{ RUNNER: [f, g], SIZE: [s] }, { RUNNER: h, SIZE: l }] }
`;
    const { jobs } = pipeline(yaml);
    expect(jobs.map(({ tags }) => tags.names)).toEqual([["f-s"], ["g-s"], ["h-l"]]);
    expect(jobs.map(({ parallel }) => parallel)).toEqual(Array(3).fill({ count: 3, sameTags: 1, line: 4 }));
  });

  it("have an unknown value for a variable that a rule of the job or of the workflow may set", () => {
    const yaml = `variables: { CLASS: eks-spot, SIZE: s }
workflow: { rules: [{ variables: { SIZE: l } }] }
a: { script: x, tags: [$CLASS, $SIZE] }
b: { script: x, tags: [$CLASS], rules: [{ if: $CI, variables: { CLASS: eks-fargate } }] }
`;
    expect(job(yaml)?.tags).toMatchObject({ names: ["eks-spot", "$SIZE"], isKnown: false });
    expect(job(yaml, "b")?.tags).toMatchObject({ names: ["$CLASS"], isKnown: false });
    const image = `variables: { V: "1" }\na: { script: x, image: "e.com/x:$V", rules: [{ if: $CI, variables: { V: "2" } }] }\n`;
    expect(job(image)?.image?.text).toBe("e.com/x:$V");
  });

  it("include a job with a script that needs artifacts of another pipeline", () => {
    const yaml = "a: { script: x, tags: [t], needs: [{ pipeline: $PARENT_PIPELINE_ID, job: b }] }\n";
    expect(job(yaml)?.tags.names).toEqual(["t"]);
  });

  it.each([
    ["a: [", 1, "pipeline-syntax"],
    ["- a\n", 1, "pipeline-not-a-mapping"],
    ["", 1, "pipeline-not-a-mapping"],
    ["a:\n  image: *b\n", 2, "pipeline-alias-unknown"],
    ["a:\n  variables: { SINCE: 2026-11-30 }\n", 2, "pipeline-date"],
    ["a: &a\n  b: *a\n", 2, "pipeline-alias-circular"],
  ])("cannot be read from %j", (yaml, line, code) => {
    expect(readPipeline(yaml)).toMatchObject({ ok: false, problems: [{ line, code }] });
  });
});
