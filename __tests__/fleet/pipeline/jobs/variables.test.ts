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

  it("keeps its dollar sign, which does not begin a variable", () => {
    expect(tagsOf(yaml(true))).toEqual([["eks-spot", true]]);
    expect(tagsOf(yaml(false))).toEqual([["$A", false]]);
  });

  it("is expanded in other variables without a change", () => {
    const variables: Variables = new Map([
      ["A", { text: "a", line: 1 }],
      ["RAW", { text: "$A", line: 1, isRaw: true }],
      ["C", { text: "$A-$RAW", line: 1 }],
    ]);
    expect(expanded("x-$C-${RAW}", variables)).toBe("x-a-$A-$A");
    expect(valueOf({ text: "$A", line: 1, isRaw: true }, variables)).toBe("$A");
    expect(valueOf({ text: "$A", line: 1 }, variables)).toBe("a");
  });

  it("may belong to a job", () => {
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

  it("has its default value, and a finding with another option is a warning", () => {
    expect(found("no-runner", yaml("eks-spot"), runners)).toEqual([
      ["warning 3 a", "with CLASS=none: no runner has the tag none", expect.stringMatching(/./)],
    ]);
    expect(found("no-runner", yaml("none"), runners).map(([where]) => where)).toEqual(["error 3 a"]);
  });

  it("is tried with each option if tags, an image or a service use it, also through another variable", () => {
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
  ])("is refused if its value is none of them: %s", (variable, count) => {
    const { findings } = linted(`variables:\n  V: { ${variable} }\na: { script: x, tags: [eks-fargate] }\n`);
    expect(findings.filter(({ rule }) => rule === "variable-option")).toHaveLength(count);
  });

  it("may get its value from a file that is not read", () => {
    const { findings } = linted("include: { template: t }\nvariables: { V: { options: [a] } }\n");
    expect(findings).toEqual([]);
  });

  it("is tried with at most twenty options", () => {
    const options = Array.from({ length: 30 }, (_, at) => `o${at}`).join();
    const read = readPipeline(
      `variables: { V: { value: o0, options: [${options}] } }\na: { script: x, tags: [$V] }\n`,
    );
    expect(read.ok && read.pipeline.withOptions.map(({ option }) => option)).toHaveLength(20);
  });
});
