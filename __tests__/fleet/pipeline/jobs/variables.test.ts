import { describe, expect, it } from "vitest";
import {
  expanded,
  variablesOf,
  valueOf,
  type Variables,
} from "../../../../src/fleet/pipeline/jobs/variables";
import { readPipeline } from "../../../../src/fleet/pipeline/jobs/read-pipeline";
import { fargate, fleet, found, linted, spot } from "../samples";

const tagsOf = (yaml: string) => {
  const read = readPipeline(yaml);
  return read.ok
    ? read.pipeline.jobs.map(({ tags: { names, isKnown } }) => [names.join(), isKnown])
    : read.problems;
};

describe("a variable with expand: false", () => {
  const yaml = (expand: boolean) =>
    `variables: { A: eks-spot, B: { value: $A, expand: ${expand} } }\na: { script: x, tags: [$B] }\n`;

  it("keeps its dollar sign, which is then no variable of the file", () => {
    expect(tagsOf(yaml(true))).toEqual([["eks-spot", true]]);
    expect(tagsOf(yaml(false))).toEqual([["$A", false]]);
  });

  it("is put into others as it is", () => {
    const variables: Variables = new Map([
      ["A", { text: "a", line: 1 }],
      ["RAW", { text: "$A", line: 1, isRaw: true }],
      ["C", { text: "$A-$RAW", line: 1 }],
    ]);
    expect(expanded("x-$C-${RAW}", variables)).toBe("x-a-$A-$A");
    expect(valueOf({ text: "$A", line: 1, isRaw: true }, variables)).toBe("$A");
    expect(valueOf({ text: "$A", line: 1 }, variables)).toBe("a");
  });

  it("is one of a job too", () => {
    const map = (expand: string) =>
      variablesOf({
        kind: "map",
        line: 1,
        entries: new Map([
          [
            "V",
            {
              kind: "map",
              line: 1,
              entries: new Map([
                ["value", { kind: "scalar", text: "x", line: 2 } as const],
                ["expand", { kind: "scalar", text: expand, line: 3 } as const],
              ]),
            },
          ],
        ]),
      });
    expect(map("false")).toEqual([["V", { text: "x", line: 2, isRaw: true }]]);
    expect(map("true")).toEqual([["V", { text: "x", line: 2 }]]);
  });
});

describe("a variable with options", () => {
  const yaml = (value: string, rest = "tags: [$CLASS]") =>
    `variables:\n  CLASS: { value: ${value}, options: [eks-spot, eks-fargate, none] }\na: { script: x, retry: 1, ${rest} }\n`;
  const runners = fleet([fargate, spot]);

  it("has its default value, and the others are warnings", () => {
    expect(found("no-runner", yaml("eks-spot"), runners)).toEqual([
      ["warning 3 a", "with CLASS=none: no runner has the tag none", expect.stringMatching(/./)],
    ]);
    expect(found("no-runner", yaml("none"), runners).map(([where]) => where)).toEqual(["error 3 a"]);
  });

  it("is tried where tags, an image or a service name it, by another variable too", () => {
    const named = (rest: string) =>
      `variables: { HUB: { value: e.com, options: [e.com, docker.io] }, I: $HUB/a/x }\na: { script: x, retry: 1, tags: [eks-spot], ${rest} }\n`;
    for (const rest of [
      "image: $HUB/a/x",
      "image: { name: $I }",
      "image: e.com/y, services: ['${HUB}/a/x']",
    ]) {
      expect(found("rate-limited", named(rest), runners)).toEqual([
        [
          expect.stringMatching(/^warning \d a$/),
          expect.stringMatching(/^with HUB=docker.io: /),
          expect.stringMatching(/./),
        ],
      ]);
    }
    expect(found("rate-limited", named("image: e.com/y"), runners)).toEqual([]);
  });

  it.each([
    ["value: c, options: [a, b]", 1],
    ["options: [a, b]", 1],
    ["value: a, options: [a, b]", 0],
    ["value: c, options: []", 0],
    ["value: c, description: x", 0],
  ])("is refused by GitLab where its value is none of them: %s", (variable, count) => {
    const { findings } = linted(`variables:\n  V: { ${variable} }\na: { script: x, tags: [eks-fargate] }\n`);
    expect(findings.filter(({ rule }) => rule === "variable-option")).toHaveLength(count);
  });

  it("may have its value in a file that is not read", () => {
    const { findings } = linted("include: { template: t }\nvariables: { V: { options: [a] } }\n");
    expect(findings).toEqual([]);
  });

  it("is one of twenty choices at most", () => {
    const options = Array.from({ length: 30 }, (_, at) => `o${at}`).join();
    const read = readPipeline(
      `variables: { V: { value: o0, options: [${options}] } }\na: { script: x, tags: [$V] }\n`,
    );
    expect(read.ok && read.pipeline.withOptions.map(({ option }) => option)).toHaveLength(20);
  });
});
