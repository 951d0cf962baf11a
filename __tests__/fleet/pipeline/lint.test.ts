import { describe, expect, it } from "vitest";
import { rules } from "../../../src/fleet/pipeline/lint";
import { codeQuality, lintText } from "../../../src/fleet/pipeline/report";
import { linted } from "./samples";

const yaml = `.docker:
  services: [docker:dind]
build:
  extends: .docker
  script: docker build .
  tags: [eks-fargate]
`;

describe("lint", () => {
  it("has one rule of each name", () => {
    const names = rules.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("says file, line, reason and what to use", () => {
    expect(lintText("ci.yml", linted(yaml)))
      .toBe(`ci.yml:2: error: build: docker:dind needs a privileged pod; runner fargate: Fargate runs no privileged pods [privileged]
  use: tags: [eks-on-demand], of runner builder
ci.yml:2: warning: build: docker:dind: Docker Hub allows an address 100 pulls in 6 hours without a login [rate-limited]
  use: public.ecr.aws/docker/library/docker:dind
1 jobs, 1 errors, 1 warnings
`);
  });

  it("finds each thing once in a job, whatever its matrix", () => {
    const matrix = `${yaml}  parallel: { matrix: [{ A: [1, 2, 3] }] }\n`;
    expect(linted(matrix).findings).toEqual(linted(yaml).findings);
  });

  it("finds nothing in a job that fits", () => {
    expect(linted("a: { script: x, tags: [eks-spot] }")).toEqual({ jobs: 1, findings: [], notes: [] });
  });

  it("is a code quality report whose fingerprints outlive a moved line", () => {
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
