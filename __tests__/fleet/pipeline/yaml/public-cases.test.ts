/** Small pipelines from public reports (gitlab-foss#34954, gitlab#28220, GitLab's page on YAML optimization). */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readPipeline } from "../../../../src/fleet/pipeline/jobs/read-pipeline";
import { lintText } from "../../../../src/fleet/pipeline";
import { linted } from "../samples";

const textOf = (name: string) => readFileSync(`__tests__/fleet/pipeline/cases/${name}.gitlab-ci.yml`, "utf8");

it("duplicate keys: the last one counts, and a warning names both lines", () => {
  const text = textOf("duplicate-key");
  const read = readPipeline(text);
  expect(read.ok && read.pipeline.jobs[0]?.variables.get("LEVEL")).toMatchObject({ text: "2" });
  expect(String(lintText("ci.yml", linted(text))))
    .toBe(`ci.yml:8: warning: style: variables is on line 6 and again on line 8; GitLab uses the last [duplicate-key]
  use:  one variables
ci.yml:11: warning: style: script is on line 10 and again on line 11; GitLab uses the last [duplicate-key]
  use:  one script
1 job, 0 errors, 2 warnings
`);
});

it("the order of << and keys: the later one counts, and the first one within a list", () => {
  const read = readPipeline(textOf("merge-order"));
  const tags = read.ok ? read.pipeline.jobs.map(({ name, tags: { names } }) => [name, names.join()]) : [];
  expect(Object.fromEntries(tags)).toEqual({
    "two-merges": "bare-metal",
    "two-merges-reversed": "eks-fargate",
    "key-before-merge": "bare-metal",
    "list-merge": "eks-fargate",
  });
});

it("an amd64 image that compiles for arm64 is no error (redox-os/relibc)", () => {
  const { findings } = linted("a: { script: make, tags: [eks-fargate], image: e.com/cross:aarch64 }\n");
  expect(findings.map(({ rule, level }) => [rule, level])).toEqual([["arm64", "warning"]]);
});

it("a DOCKER_HOST of every job is no error if a job does not use Docker (mendersoftware/mender-server)", () => {
  const yaml =
    "variables: { DOCKER_HOST: 'tcp://docker:2376' }\na: { script: make, tags: [eks-fargate], image: e.com/x }\n";
  expect(linted(yaml).findings).toEqual([]);
});

it("a size that the runner ignores is no error (gromacs/gromacs)", () => {
  const yaml =
    "a: { script: make, tags: [eks-fargate], image: e.com/x, variables: { KUBERNETES_CPU_REQUEST: 64 } }\n";
  expect(linted(yaml).findings.map(({ rule, level }) => [rule, level])).toEqual([["overwrite", "warning"]]);
});

it("the lines of a list in brackets need no indentation (mbroz/cryptsetup)", () => {
  expect(
    linted(
      "a:\n  script: make\n  tags: [eks-fargate]\n  image: e.com/x\n  only:\n    changes: [\n    a,\n    b\n    ]\n",
    ).jobs,
  ).toBe(1);
});
