import { describe, expect, it } from "vitest";
import { presetNames, presets } from "../../../../src/config/presets";
import { fleetOf } from "../../../../src/fleet/pipeline/fleet-runner";
import { generate } from "../../../../src/fleet/pipeline/generate/generate";
import { readPipeline } from "../../../../src/fleet/pipeline/jobs/read-pipeline";
import { passedLine, startScript } from "../../../../src/fleet/pipeline/generate/scripts";
import { configOf } from "../../../support/synth";
import { fargate, fleet, linted, spot } from "../samples";

const made = (jobs: number, languages = false, runners = fleet([fargate, spot])) =>
  generate(runners, { jobs, languages, build: false });

function jobsOf(text: string) {
  const read = readPipeline(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.pipeline;
}

describe("the generated pipeline", () => {
  it("distributes the jobs over the runners by tag", () => {
    const { text, jobs, atOnce } = made(400);
    expect({ jobs, atOnce }).toEqual({ jobs: 400, atOnce: 150 });
    const rows = jobsOf(text).jobs.map(({ name, stage, tags, parallel }) => [
      name,
      stage,
      tags.names.join(),
      parallel.count,
    ]);
    expect(rows).toEqual([
      ["hello-eks-fargate-1", "test", "eks-fargate", 100],
      ["hello-eks-fargate-2", "test", "eks-fargate", 100],
      ["hello-eks-fargate-3", "test", "eks-fargate", 67],
      ["hello-eks-spot-4", "test", "eks-spot", 50],
      ["hello-eks-spot-5", "test", "eks-spot", 50],
      ["hello-eks-spot-6", "test", "eks-spot", 33],
      ["report", "report", "eks-fargate", 1],
    ]);
  });

  it("ends with a report of every job", () => {
    expect(made(400).pipeline.report).toMatchObject({
      stage: "report",
      when: "always",
      variables: {
        EXPECTED:
          "hello-eks-fargate-1:100 hello-eks-fargate-2:100 hello-eks-fargate-3:67 hello-eks-spot-4:50 hello-eks-spot-5:50 hello-eks-spot-6:33",
        SLOW_SECONDS: "240",
      },
      artifacts: { when: "always", paths: ["report.txt"] },
    });
  });

  it("sets a timeout longer than the wait for the pod, and no repository", () => {
    const { pipeline } = made(1, false, fleet([{ ...fargate, manager: { pollTimeoutSeconds: 601 } }]));
    expect(pipeline["hello-eks-fargate-1"]).toMatchObject({ timeout: "21 minutes", extends: ".test" });
    expect(pipeline.variables).toEqual({ GIT_STRATEGY: "none" });
  });

  it("checks the output of each language image", () => {
    const { pipeline, jobs } = made(0, true);
    expect(jobs).toBe(10);
    expect(Object.keys(pipeline)).toContain("ruby-eks-spot-2");
    expect(pipeline["python-eks-fargate-1"]).toMatchObject({
      image: "public.ecr.aws/docker/library/python:3.13-alpine",
      script: [...startScript, 'python3 --version | grep -F "Python 3.13"', passedLine],
    });
  });

  it.each(presetNames.filter((name) => name !== "tutorial"))(
    "for preset %s passes lint, and is one that GitLab takes",
    (name) => {
      const runners = fleetOf(configOf(presets[name].input));
      const { text } = made(1000, true, runners);
      expect(linted(text, runners)).toMatchObject({ findings: [], notes: [] });
      const { jobs, stages } = jobsOf(text);
      expect(stages).toEqual(["test", "report"]);
      const strange = jobs.filter(
        (job) =>
          !stages.includes(job.stage) ||
          job.parallel.count < 1 ||
          job.parallel.count > 200 ||
          !/^[a-z0-9-]{1,255}$/.test(job.name) ||
          job.image?.text.startsWith("public.ecr.aws/") !== true,
      );
      expect(strange).toEqual([]);
      const hello = jobs.filter((job) => job.name.startsWith("hello-"));
      expect(hello.reduce((sum, { parallel }) => sum + parallel.count, 0)).toBe(1000);
    },
  );
});

describe("a job that builds an image on each runner with `build`", () => {
  const builders = fleet([
    fargate,
    { name: "dind", compute: "on-demand", build: "docker", tags: ["docker-build"] },
    { name: "buildkit", compute: "on-demand", build: "rootless", tags: ["rootless-build"] },
  ]);
  const { text } = generate(builders, { jobs: 0, languages: false, build: true });

  it("has the runner's tags, and lint finds nothing in it", () => {
    const rows = jobsOf(text).jobs.map(({ name, tags }) => [name, tags.names.join()]);
    expect(rows).toEqual([
      ["build-docker-build-2", "docker-build"],
      ["build-rootless-build-3", "rootless-build"],
      ["report", "eks-fargate"],
    ]);
    expect(text).toContain("docker:24.0.5-dind");
    expect(text).toContain("buildctl-daemonless.sh");
    const errors = linted(text, builders).findings.filter(({ level }) => level === "error");
    expect(errors).toEqual([]);
  });
});
