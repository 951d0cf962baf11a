import { describe, expect, it } from "vitest";
import { rules } from "../../../../src/fleet/pipeline/lint/lint";
import { codeQuality, lintText } from "../../../../src/fleet/pipeline/lint/report";
import { anySize, fargate, fleet, linted } from "../samples";

const yaml = `.docker:
  services: [docker:dind]
build:
  extends: .docker
  script: docker build .
  tags: [eks-fargate]
`;

describe("lint", () => {
  it("has one rule for each name", () => {
    const names = rules.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("reports file, line, reason and fix", () => {
    expect(String(lintText("ci.yml", linted(yaml))))
      .toBe(`ci.yml:2: error: build: docker:dind needs a privileged pod; runner fargate: Fargate runs no privileged pods [privileged]
  use:  tags: [eks-on-demand], of runner builder
ci.yml:2: warning: build: docker:dind: Docker Hub allows an address 100 pulls in 6 hours without a login [rate-limited]
  use:  public.ecr.aws/docker/library/docker:dind
1 job, 1 error, 1 warning
`);
  });

  it("reports each problem of a job once, with any matrix", () => {
    const matrix = `${yaml}  parallel: { matrix: [{ A: [1, 2, 3] }] }\n`;
    expect(linted(matrix).findings).toEqual(linted(yaml).findings);
  });

  it("groups findings with one cause, with every location and job", () => {
    const jobs = ["one", "two", "three", "four"].map(
      (name) => `${name}: { extends: .docker, script: x, tags: [eks-fargate] }\n`,
    );
    const own = "five:\n  script: x\n  tags: [eks-fargate]\n  services: [docker:dind]\n";
    const { findings } = linted(yaml + jobs.join("") + own);
    expect(findings.map(({ rule, places }) => [rule, places])).toEqual(
      ["privileged", "rate-limited"].map((rule) => [
        rule,
        [
          { line: 2, jobs: ["build", "one", "two", "three", "four"] },
          { line: 14, jobs: ["five"] },
        ],
      ]),
    );
    const text = String(lintText("ci.yml", linted(yaml + jobs.join("") + own)));
    expect(text).toContain("ci.yml:2: error: build, one, two and 3 more: docker:dind");
    expect(text).toContain("\n  also: ci.yml:14\n");
    expect(codeQuality("ci.yml", linted(yaml + own)).map(({ location }) => location.lines.begin)).toEqual([
      2, 10, 2, 10,
    ]);
  });

  it("groups notes with one reason", () => {
    const jobs = ["a", "b", "c", "d"].map((name) => `${name}: { script: x, extends: .gone }\n`);
    const result = linted(`include: { project: p, file: f }\n${jobs.join("")}`);
    expect(result.notes).toHaveLength(3);
    expect(String(lintText("ci.yml", result))).toContain(
      "ci.yml:2: note: a, b, c and 1 more: not checked: its tags may come from a file that is not read\n",
    );
  });

  it("proposes only the tags of runners that can run the whole job", () => {
    const needs =
      "a: { script: x, tags: [other], services: [docker:dind], variables: { KUBERNETES_CPU_REQUEST: 100 } }\n";
    const big = { name: "big", compute: "on-demand", nodePool: "big", ...anySize };
    const pools = { big: { capacity: "on-demand", cpus: [128] }, "on-demand": { capacity: "on-demand" } };
    const privileged = {
      ...anySize,
      name: "docker",
      compute: "on-demand",
      job: { privileged: true },
      tags: ["docker"],
    };
    const fixes = (runners: Parameters<typeof fleet>[0]) =>
      linted(needs, fleet(runners, pools)).findings.flatMap(({ rule, fix }) =>
        rule === "no-runner" ? [fix] : [],
      );
    expect(fixes([{ ...fargate, ...anySize }, big, privileged])).toEqual([
      "runners[].tags: [other] of a runner for it",
    ]);
    const both = { ...big, job: { privileged: true }, tags: ["big"] };
    expect(fixes([{ ...fargate, ...anySize }, privileged, both])).toEqual(["tags: [big], of runner big"]);
    // GitLab may assign the job to another runner with the same tags.
    const other = { name: "other", compute: "on-demand", tags: ["big"] };
    expect(fixes([{ ...fargate, ...anySize }, privileged, both, other])).toEqual([
      "runners[].tags: [other] of a runner for it",
    ]);
  });

  it("reports nothing for a job that its runner can run", () => {
    expect(linted("a: { script: x, tags: [eks-spot], retry: 1 }")).toEqual({
      jobs: 1,
      findings: [],
      notes: [],
    });
  });

  it("makes a code quality report whose fingerprints do not depend on the line", () => {
    const [first, second] = codeQuality("ci.yml", linted(yaml));
    expect(first).toEqual({
      description:
        "build: docker:dind needs a privileged pod; runner fargate: Fargate runs no privileged pods. Use tags: [eks-on-demand], of runner builder",
      check_name: "glrunner/privileged",
      fingerprint: "76cec03691c7f8ce41f18fcc129e2811e06c2f2fde91bf17704f8667f57cf7af",
      severity: "critical",
      location: { path: "ci.yml", lines: { begin: 2 } },
    });
    expect(second?.severity).toBe("minor");
    const moved = codeQuality("ci.yml", linted(`# moved\n${yaml}`));
    expect(moved[0]?.location.lines.begin).toBe(3);
    expect(moved.map(({ fingerprint }) => fingerprint)).toEqual([first?.fingerprint, second?.fingerprint]);
    expect(first?.fingerprint).not.toBe(second?.fingerprint);
  });
});
