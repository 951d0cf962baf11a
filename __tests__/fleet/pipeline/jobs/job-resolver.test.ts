import { describe, expect, it } from "vitest";
import { linted } from "../samples";

/** Rule, line and job of each finding about the text itself. */
const findings = (yaml: string) =>
  linted(yaml)
    .findings.filter(({ rule }) => rule === "extends" || rule === "reference")
    .map(({ rule, level, places: [{ line, jobs }] }) => `${rule} ${level} ${line} ${jobs.join()}`);

const chain = (jobs: number) =>
  Array.from({ length: jobs }, (_, at) =>
    at === 0 ? ".j0: { tags: [eks-spot] }\n" : `.j${at}: { extends: .j${at - 1} }\n`,
  ).join("");

describe("extends", () => {
  it("to nothing is an error where every file was read, and a note where one was not", () => {
    const job = "a: { script: x, tags: [eks-spot], extends: .gone }\n";
    expect(findings(job)).toEqual(["extends error 1 a"]);
    expect(findings(`include: { project: p, file: f }\n${job}`)).toEqual([]);
  });

  it("in a circle is an error of each job that uses it", () => {
    const yaml =
      ".a: { extends: .b }\n.b: { extends: .a }\nc: { script: x, tags: [eks-spot], extends: .a }\n";
    expect(findings(yaml)).toEqual(["extends error 3 c"]);
  });

  it("may have eleven jobs in a chain, and no more", () => {
    const job = (parents: number) => `${chain(parents)}a: { script: x, extends: .j${parents - 1} }\n`;
    expect(findings(job(10))).toEqual([]);
    expect(findings(job(11))).toEqual(["extends error 12 a"]);
  });

  it("counts the longest chain, whichever job was resolved before", () => {
    const yaml = `${chain(10)}b: { script: x, extends: .j9 }\na: { script: x, extends: b }\n`;
    expect(findings(yaml)).toEqual(["extends error 12 a"]);
  });
});

describe("!reference", () => {
  it("reads what is written, before extends: a key of a parent is not there", () => {
    const yaml =
      ".a: { tags: [eks-spot] }\n.b: { extends: .a }\nc: { script: x, tags: !reference [.b, tags] }\n";
    expect(findings(yaml)).toEqual(["reference error 3 c"]);
  });

  it("to itself is an error", () => {
    expect(findings("a: { script: x, tags: [!reference [a, tags]] }\n")).toEqual(["reference error 1 a"]);
  });

  it("to nothing is a note where a file was not read", () => {
    const { findings: found, notes } = linted(
      "include: { template: t }\na: { script: x, tags: [eks-spot, !reference [.gone, tags]] }\n",
    );
    expect(found).toEqual([]);
    expect(notes.map(({ places: [{ line }] }) => line)).toEqual([1, 2]);
  });
});
