/** Small pipelines made from public reports (gitlab-foss#34954, gitlab#28220; GitLab's page on YAML optimization). */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readPipeline } from "../../../src/fleet/pipeline/jobs";
import { lintText } from "../../../src/fleet/pipeline";
import { linted } from "./samples";

const textOf = (name: string) => readFileSync(`__tests__/fleet/pipeline/cases/${name}.gitlab-ci.yml`, "utf8");

it("duplicate keys: the last wins, and a warning names both lines", () => {
  const text = textOf("duplicate-key");
  const read = readPipeline(text);
  expect(read.ok && read.pipeline.jobs[0]?.variables.get("LEVEL")).toMatchObject({ text: "2" });
  expect(lintText("ci.yml", linted(text)))
    .toBe(`ci.yml:8: warning: style: variables is on line 6 and again on line 8; GitLab uses the last [duplicate-key]
  use: one variables
ci.yml:11: warning: style: script is on line 10 and again on line 11; GitLab uses the last [duplicate-key]
  use: one script
1 jobs, 0 errors, 2 warnings
`);
});

it("the order of << and keys: the later wins, within a list the first", () => {
  const read = readPipeline(textOf("merge-order"));
  const tags = read.ok ? read.pipeline.jobs.map(({ name, tags: { names } }) => [name, names.join()]) : [];
  expect(Object.fromEntries(tags)).toEqual({
    "two-merges": "bare-metal",
    "two-merges-reversed": "eks-fargate",
    "key-before-merge": "bare-metal",
    "list-merge": "eks-fargate",
  });
});
