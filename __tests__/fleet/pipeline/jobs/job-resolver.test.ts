import { describe, expect, it } from "vitest";
import { linted } from "../samples";

/** Rule, line and job of each finding about extends and references. */
const findings = (yaml: string) =>
  linted(yaml)
    .findings.filter(({ rule }) => rule === "extends" || rule === "reference")
    .map(({ rule, level, places: [{ line, jobs }] }) => `${rule} ${level} ${line} ${jobs.join()}`);

const chain = (jobs: number) =>
  Array.from({ length: jobs }, (_, at) =>
    at === 0 ? ".j0: { tags: [eks-spot] }\n" : `.j${at}: { extends: .j${at - 1} }\n`,
  ).join("");

describe("extends", () => {
  it("of an unknown job is an error if all files were read, and else a note", () => {
    const job = "a: { script: x, tags: [eks-spot], extends: .gone }\n";
    expect(findings(job)).toEqual(["extends error 1 a"]);
    expect(findings(`include: { project: p, file: f }\n${job}`)).toEqual([]);
  });

  it("in a circle is an error in each job of the circle", () => {
    const yaml =
      ".a: { extends: .b }\n.b: { extends: .a }\nc: { script: x, tags: [eks-spot], extends: .a }\n";
    expect(findings(yaml)).toEqual(["extends error 3 c"]);
  });

  it("may have at most eleven jobs in a chain", () => {
    const job = (parents: number) => `${chain(parents)}a: { script: x, extends: .j${parents - 1} }\n`;
    expect(findings(job(10))).toEqual([]);
    expect(findings(job(11))).toEqual(["extends error 12 a"]);
  });

  it("counts the longest chain, independent of the order of resolution", () => {
    const yaml = `${chain(10)}b: { script: x, extends: .j9 }\na: { script: x, extends: b }\n`;
    expect(findings(yaml)).toEqual(["extends error 12 a"]);
  });
});

describe("!reference", () => {
  it("is resolved before extends, so it does not find a key of a parent", () => {
    const yaml =
      ".a: { tags: [eks-spot] }\n.b: { extends: .a }\nc: { script: x, tags: !reference [.b, tags] }\n";
    expect(findings(yaml)).toEqual(["reference error 3 c"]);
  });

  it("to itself is an error", () => {
    expect(findings("a: { script: x, tags: [!reference [a, tags]] }\n")).toEqual(["reference error 1 a"]);
  });

  it("to an unknown key is a note if a file was not read", () => {
    const { findings: found, notes } = linted(
      "include: { template: t }\na: { script: x, tags: [eks-spot, !reference [.gone, tags]] }\n",
    );
    expect(found).toEqual([]);
    expect(notes.map(({ places: [{ line }] }) => line)).toEqual([1, 2]);
  });
});
