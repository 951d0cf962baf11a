import { describe, expect, it } from "vitest";
import { readPipeline, type Pipeline } from "../../../src/fleet/pipeline/jobs";

function pipeline(yaml: string): Pipeline {
  const read = readPipeline(yaml);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.pipeline;
}

const job = (yaml: string, name = "a") => pipeline(yaml).jobs.find((each) => each.name === name);

describe("the jobs of a pipeline", () => {
  it("are what is neither hidden, nor a global key, nor starts another pipeline", () => {
    const yaml = `
spec: { inputs: {} }
---
stages: [one, two]
workflow: { name: x }
variables: { A: b }
.hidden: { script: x }
a: { script: x, stage: one }
down: { trigger: other/project }
pages: { script: x }
`;
    const { jobs, stages } = pipeline(yaml);
    expect(stages).toEqual(["one", "two"]);
    expect(jobs.map(({ name, line, stage }) => [name, line, stage])).toEqual([
      ["a", 8, "one"],
      ["pages", 10, "test"],
    ]);
  });

  it("take default and the old global keys, unless they have their own or inherit none", () => {
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
    expect(short("a")).toEqual([{ names: ["d"], line: 2 }, { text: "d:1", line: 3 }, ["s:1"]]);
    expect(short("b")).toEqual([{ names: ["own"], line: 6 }, { text: "d:1", line: 3 }, []]);
    expect(short("c")).toEqual([{ names: [], line: 7 }, undefined, []]);
  });

  it("follow extends over several levels, the last named first, key by key", () => {
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
    expect(found?.image).toEqual({ text: "three:1", line: 9 });
    expect(found?.tags).toEqual({ names: ["two"], line: 6 });
    expect([...(found?.variables ?? [])].map(([name, { text, line }]) => [name, text, line])).toEqual([
      ["A", "1", 3],
      ["B", "2", 7],
    ]);
  });

  it("follow !reference, within lists and through another", () => {
    const yaml = `.one: { tags: [x, y] }
.two: { tags: [!reference [.one, tags], z] }
a:
  script: x
  tags: !reference [.two, tags]
`;
    expect(job(yaml)?.tags.names).toEqual(["x", "y", "z"]);
  });

  it("take in anchors and merges; what stands in the job wins", () => {
    const yaml = `.base: &base
  image: base:1
  tags: &tags [x]
a:
  image: own:1
  <<: *base
b: { script: x, tags: *tags }
`;
    expect(job(yaml)?.image).toEqual({ text: "own:1", line: 5 });
    expect(job(yaml)?.tags).toEqual({ names: ["x"], line: 3 });
    expect(job(yaml, "b")?.tags.names).toEqual(["x"]);
  });

  it("take the first of several merges", () => {
    const yaml = `.one: &one { image: one:1 }
.two: &two { image: two:1, tags: [x] }
a: { <<: [*one, *two], script: x }
`;
    expect(job(yaml)?.image).toEqual({ text: "one:1", line: 1 });
    expect(job(yaml)?.tags.names).toEqual(["x"]);
  });

  it("have the variables of the file put in, and keep a $ that only GitLab knows", () => {
    const yaml = `variables:
  VERSION: 1.10
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
    expect(jobs.map(({ parallel }) => parallel)).toEqual(Array(3).fill({ count: 3, alike: 1, line: 4 }));
  });

  it("say what is not looked at, or leads to nothing", () => {
    const yaml = `include: other.yml
.loop: { extends: .loop }
.turn: { tags: [!reference [.turn, tags]] }
a: { script: x, extends: [.gone, .loop], tags: !reference [.turn, tags] }
`;
    expect(pipeline(yaml).notes).toEqual([
      { line: 1, message: "include is not followed: what it brings is not looked at" },
      { line: 4, message: "a extends .gone, which is not in this file" },
      { line: 2, message: ".loop extends .loop, which has no end" },
      { line: 3, message: "!reference [.turn, tags] leads to nothing in this file" },
    ]);
  });

  it.each([
    ["a: [", 1, "this is not YAML"],
    ["a: {}\na: {}\n", 2, "duplicate key"],
    ["- a\n", 1, "a pipeline is a mapping of jobs"],
    ["", 1, "a pipeline is a mapping of jobs"],
    ["a:\n  image: *b\n", 2, "*b names no anchor above it"],
    ["a: &a\n  b: *a\n", 2, "aliases have no end"],
  ])("are refused in %j", (yaml, line, message) => {
    const read = readPipeline(yaml);
    expect(read).toMatchObject({ ok: false });
    const [first] = read.ok ? [] : read.problems;
    expect(first?.line).toBe(line);
    expect(first?.message).toContain(message);
  });
});
