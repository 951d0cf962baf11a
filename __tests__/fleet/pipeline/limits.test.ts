/** Small files that expand very far. The tests count the work, so they do not depend on the speed of a machine. */
import { describe, expect, it } from "vitest";
import { readPipeline } from "../../../src/fleet/pipeline/jobs/read-pipeline";
import { ExpansionBudget, pipelineLimits, replaceBounded } from "../../../src/fleet/pipeline/limits";
import { expanded } from "../../../src/fleet/pipeline/jobs/variables";

function effort(yaml: string, maxExpansions = 20_000) {
  const budget = new ExpansionBudget(maxExpansions);
  const read = readPipeline(yaml, undefined, budget);
  return { read, expansions: budget.expansions, values: budget.values };
}

const codeOf = (yaml: string) => {
  const { read } = effort(yaml);
  return read.ok ? undefined : read.problems[0]?.code;
};

const range = (length: number) => Array.from({ length }, (_, at) => at);

describe("the work grows with the file and not with the paths through it, for", () => {
  it("five parents on each of ten levels", () => {
    const levels = range(10).flatMap((level) =>
      range(5).map((at) => {
        const parents =
          level === 0
            ? ""
            : `, extends: [${range(5)
                .map((each) => `.l${level - 1}p${each}`)
                .join()}]`;
        return `.l${level}p${at}: { variables: { V${at}: x }${parents} }\n`;
      }),
    );
    const { read, expansions } = effort(`${levels.join("")}a: { script: x, extends: .l9p0 }\n`);
    expect(read.ok && read.pipeline.jobs[0]?.variables.size).toBe(5);
    expect(expansions).toBeLessThan(5000);
  });

  it("a script that doubles with each of thirty references", () => {
    const jobs = range(30).map((at) =>
      at === 0
        ? ".s0: { script: [x] }\n"
        : `.s${at}: { script: [!reference [.s${at - 1}, script], !reference [.s${at - 1}, script]] }\n`,
    );
    const { read, expansions } = effort(
      `${jobs.join("")}a: { tags: [t], script: !reference [.s29, script] }\n`,
    );
    expect(read.ok).toBe(true);
    expect(expansions).toBeLessThan(100);
  });

  it("thousands of aliases to one value", () => {
    const value = `.v: &v { ${range(100)
      .map((at) => `K${at}: x`)
      .join()} }\n`;
    const jobs = range(2000).map((at) => `.j${at}: { variables: *v }\n`);
    const { read, expansions, values } = effort(value + jobs.join(""));
    expect(read.ok).toBe(true);
    expect(values).toBeLessThan(5000);
    expect(expansions).toBe(0);
  });

  it("a matrix of ten variables of twenty values, of which only as many combinations as GitLab accepts are listed", () => {
    const values = JSON.stringify(range(20).map((at) => `v${at}`));
    const matrix = range(10).map((at) => `V${at}: ${values}`);
    const { read, expansions } = effort(`a: { script: x, parallel: { matrix: [{ ${matrix.join()} }] } }\n`);
    const jobs = read.ok ? read.pipeline.jobs : [];
    expect(jobs).toHaveLength(200);
    expect(jobs[0]?.parallel.count).toBe(20 ** 10);
    expect(expansions).toBeLessThan(10_000);
  });
});

describe("the code of a refused file", () => {
  it.each([
    ["pipeline-too-large", "#".repeat(pipelineLimits.fileBytes + 1)],
    [
      "pipeline-too-deep",
      `a: ${"[".repeat(pipelineLimits.depth + 1)}${"]".repeat(pipelineLimits.depth + 1)}`,
    ],
    ["pipeline-too-deep", `a: ${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    ["pipeline-too-deep", `a:\n  ${"- ".repeat(100_000)}x`],
    ["pipeline-too-many-values", `a: [${"x,".repeat(pipelineLimits.fileBytes / 4)}]`],
    ["pipeline-too-many-values", "a: [],\n".repeat(pipelineLimits.values + 1)],
    [
      "pipeline-expands-too-far",
      `${range(30)
        .map((at) => (at === 0 ? ".t0: &t0 [x]\n" : `.t${at}: &t${at} [*t${at - 1}, *t${at - 1}]\n`))
        .join("")}a: { script: x, tags: *t29 }\n`,
    ],
    [
      "pipeline-expands-too-far",
      `${range(30)
        .map((at) =>
          at === 0
            ? ".t0: { tags: [x] }\n"
            : `.t${at}: { tags: [${`!reference [.t${at - 1}, tags],`.repeat(2)}] }\n`,
        )
        .join("")}a: { script: x, tags: !reference [.t29, tags] }\n`,
    ],
    [
      "pipeline-expands-too-far",
      `${range(1000)
        .map((at) =>
          at === 0 ? ".t0: { tags: [x] }\n" : `.t${at}: { tags: !reference [.t${at - 1}, tags] }\n`,
        )
        .join("")}a: { script: x, tags: !reference [.t999, tags] }\n`,
    ],
    [
      "pipeline-expands-too-far",
      `variables: { ${range(300)
        .map((at) => `V${at}: x`)
        .join()} }\n${range(100)
        .map((at) => `j${at}: { script: x }\n`)
        .join("")}`,
    ],
  ])("is %s", (code, yaml) => {
    expect(codeOf(yaml)).toBe(code);
  });
});

it("cuts a text whose variables multiply", () => {
  const variables = new Map(
    range(10).map((at) => [`V${at}`, { text: `$V${at + 1}`.repeat(1000), line: 1 }] as const),
  );
  expect(expanded("$V0", variables).length).toBeLessThanOrEqual(pipelineLimits.textLength);
  expect(replaceBounded("aa", /a/g, () => "b".repeat(pipelineLimits.textLength - 1)).length).toBe(
    pipelineLimits.textLength,
  );
});

it("reads a chain of 5,000 jobs in reverse order without exhausting the stack", () => {
  const jobs = range(5000).map((at) => `.j${5000 - at}: { extends: .j${4999 - at} }\n`);
  const { read } = effort(`${jobs.join("")}a: { script: x, extends: .j5000 }\n`);
  expect(read.ok && read.pipeline.findings.map(({ rule }) => rule)).toEqual(["extends"]);
});
