import { describe, expect, it } from "vitest";
import { readPipeline } from "../../../../src/fleet/pipeline/jobs/read-pipeline";
import { ExpansionBudget } from "../../../../src/fleet/pipeline/limits";

function firstJob(tags: string, inputs: string) {
  const text = `spec: { inputs: { ${inputs} } }\n---\na:\n  script: x\n  tags: ${tags}\n`;
  const read = readPipeline(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.pipeline.jobs[0];
}

const tagsOf = (tags: string, inputs: string) => firstJob(tags, inputs)?.tags.names;

describe("an input", () => {
  it.each([
    ["a list as a whole value", "$[[ inputs.t ]]", "t: { type: array, default: [a, b] }", ["a", "b"]],
    [
      "a list within a list",
      '["$[[ inputs.t ]]", c]',
      "t: { type: array, default: [a, b] }",
      ["a", "b", "c"],
    ],
    ["a list within a text", '["x-$[[ inputs.t ]]"]', "t: { default: [a, b] }", ['x-["a","b"]']],
    [
      "a text in brackets without quotation marks",
      "[$[[ inputs.t ]], x-$[[ inputs.u ]]]",
      "t: { default: a }, u: { default: b }",
      ["a", "x-b"],
    ],
    [
      "a list in brackets without quotation marks",
      "[$[[ inputs.t ]], c]",
      "t: { default: [a, b] }",
      ["a", "b", "c"],
    ],
    [
      "a text within a text",
      '["x-$[[inputs.t]]-$[[ inputs.u ]]"]',
      "t: { default: a }, u: { default: b }",
      ["x-a-b"],
    ],
    ["a part of a text", '["$[[ inputs.t | truncate(1,2) ]]"]', "t: { default: abcd }", ["bc"]],
    ["a text that is split", "$[[ inputs.t | split(',') ]]", "t: { default: 'a, b,' }", ["a", "b"]],
    ["a text without variables", '["$[[ inputs.t | expand_vars ]]"]', "t: { default: a }", ["a"]],
  ])("can be %s", (_, tags, inputs, expected) => {
    expect(tagsOf(tags, inputs)).toEqual(expected);
    expect(firstJob(tags, inputs)?.tags.isKnown).toBe(true);
  });

  it.each([
    ["has no value", '["$[[ inputs.t ]]"]', "t: {}"],
    ["has a variable that only GitLab knows", '["$[[ inputs.t | expand_vars ]]"]', "t: { default: $X }"],
    ["is cut where its variable is not known", '["$[[ inputs.t | truncate(0,1) ]]"]', "t: { default: ab$X }"],
    ["has a function that is not known", '["$[[ inputs.t | posix_escape ]]"]', "t: { default: a }"],
    [
      "has more functions than GitLab allows",
      `["$[[ inputs.t ${"| truncate(0,1) ".repeat(4)}]]"]`,
      "t: { default: a }",
    ],
    ["depends on another", '["$[[ inputs.t ]]"]', "t: { rules: [{ default: a }] }"],
  ])("leaves a tag unknown if it %s", (_, tags, inputs) => {
    expect(firstJob(tags, inputs)?.tags.isKnown).toBe(false);
  });

  it("of an include may be a list or a mapping", () => {
    const template =
      "spec: { inputs: { tags: {}, job: {} } }\n---\na:\n  script: x\n  tags: $[[ inputs.tags ]]\n  image: $[[ inputs.job ]]\n";
    const read = readPipeline(
      "include: { local: t.yml, inputs: { tags: [a, b], job: { name: e.com/x, pull_policy: always } } }\n",
      { read: (path) => [{ path, text: template }], has: () => undefined },
    );
    expect(read.ok && read.pipeline.jobs[0]).toMatchObject({
      tags: { names: ["a", "b"], isKnown: true },
      image: { text: "e.com/x", pullPolicies: ["always"] },
    });
  });

  it("is refused if its aliases expand beyond the limit", () => {
    const doubled = Array.from({ length: 30 }, (_, at) =>
      at === 0 ? "&a0 [x]" : `&a${at} [*a${at - 1}, *a${at - 1}]`,
    );
    const text = `spec: { inputs: { t: { default: [${doubled.join()}] } } }\n---\na: { tags: ["x$[[ inputs.t ]]"] }\n`;
    const budget = new ExpansionBudget(1000);
    expect(readPipeline(text, undefined, budget)).toMatchObject({
      problems: [{ code: "pipeline-expands-too-far" }],
    });
    expect(budget.expansions).toBe(1001);
  });

  it("in brackets without quotation marks and without a value is unknown, and hides no other error", () => {
    expect(firstJob("[$[[ inputs.t ]]]", "t: {}")?.tags).toMatchObject({
      names: ["$[[ inputs.t ]]"],
      isKnown: false,
    });
    const broken = "spec: { inputs: {} }\n---\na:\n  tags: [$[[ inputs.t ]]]\n  script: [x\nb: {}\n";
    const read = readPipeline(broken);
    expect(read.ok ? [] : read.problems.slice(0, 1)).toMatchObject([{ code: "pipeline-syntax", line: 6 }]);
  });
});
