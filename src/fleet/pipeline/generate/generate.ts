/**
 * Generates the test pipeline of the tutorial: many jobs that print hello, jobs in several languages, or jobs that build an
 * image, distributed over the runners by tag. The last job reports which jobs passed, failed, hung or started late. It does
 * not call GitLab, because not every version lets a job token list jobs: each job writes a file as an artifact, and a job
 * without a file hung.
 */
import { stringify } from "yaml";
import { images } from "../../../../modules/pins";
import { gitlabLimits } from "../../../facts/limits";
import type { FleetRunner } from "../fleet-runner";
import { reportScript, startScript, passedLine } from "./scripts";
import { groupsOf, split, type Group } from "./split";
import { imageBuilds, type ImageBuild } from "./image-builds";
import { languageImages } from "./language-images";

export interface GenerateOptions {
  /** Number of jobs that print hello. */
  readonly jobs: number;
  /** Whether each group of runners also runs a job in every language. */
  readonly languages: boolean;
  /** Whether each group of runners with `build` also builds an image. */
  readonly build: boolean;
}

interface TestJob {
  readonly name: string;
  readonly group: Group;
  readonly count: number;
  readonly image: ImageBuild["image"];
  readonly script: readonly string[];
  readonly services?: readonly object[];
}

export interface Generated {
  readonly jobs: number;
  /** Jobs that the fleet runs at once, by `concurrent`. */
  readonly atOnce: number;
  readonly pipeline: Readonly<Record<string, unknown>>;
  /** The pipeline as YAML. */
  readonly text: string;
}

/** After this time a job counts as slow, for each `parallel` of the largest group. The tutorial had just under two minutes. */
const secondsPerParallel = 120;
/** Time for the job itself, added to the wait for its pod. */
const jobMinutes = 10;

/** @param fleet at least one runner */
export function generate(fleet: readonly FleetRunner[], options: GenerateOptions): Generated {
  const groups = groupsOf(fleet);
  const tests = [
    ...helloJobs(options.jobs, groups),
    ...(options.languages ? languageJobs(groups) : []),
    ...(options.build ? buildJobs(groups) : []),
  ];
  const jobs = tests.reduce((sum, { count }) => sum + count, 0);
  const atOnce = groups.reduce((sum, { concurrent }) => sum + concurrent, 0);
  const pipeline = {
    stages: ["test", "report"],
    // No job needs the repository.
    variables: { GIT_STRATEGY: "none" },
    ".test": {
      stage: "test",
      // A retry would hide a lost job, which is a result of the test.
      retry: 0,
      artifacts: { when: "always", expire_in: "1 day", paths: ["results/"] },
    },
    ...Object.fromEntries(tests.map((test) => [test.name, testJob(test)])),
    report: reportJob(tests, groups),
  };
  const head = `# ${jobs} jobs for runners that hold ${atOnce} at once, and a report of them. Made by: glrunner pipeline generate\n`;
  return {
    jobs,
    atOnce,
    pipeline,
    text: head + stringify(pipeline, { lineWidth: 0, aliasDuplicateObjects: false }),
  };
}

/** The tags as letters, digits and dashes, because the name of a job is also the name of its file. */
const slug = ({ tags }: Group) =>
  tags
    .join("-")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 60);

function helloJobs(jobs: number, groups: readonly Group[]): TestJob[] {
  const parts = split(jobs, groups).flatMap(({ group, parts: counts }) =>
    counts.map((count) => ({ group, count })),
  );
  return parts.map(({ group, count }, index) => ({
    ...{ name: `hello-${slug(group)}-${index + 1}`, group, count },
    image: images.job,
    script: ['echo "hello world"'],
  }));
}

/** Each job checks an output that only its image has, which proves that the job did not run in the image of the runner. */
function languageJobs(groups: readonly Group[]): TestJob[] {
  return groups.flatMap((group, index) =>
    languageImages.map(({ language, image, command, output }) => ({
      ...{ name: `${language}-${slug(group)}-${index + 1}`, group, count: 1, image },
      script: [`${command} | grep -F "${output}"`],
    })),
  );
}

/** Each job builds an image and checks that its command ran. It pushes the image nowhere. */
function buildJobs(groups: readonly Group[]): TestJob[] {
  return groups.flatMap((group, index) => {
    if (group.build === undefined) return [];
    const { image, script, services } = imageBuilds[group.build];
    return [{ ...{ name: `build-${slug(group)}-${index + 1}`, group, count: 1, image, script, services } }];
  });
}

const timeout = ({ pollTimeoutSeconds }: Group) =>
  `${Math.ceil(pollTimeoutSeconds / 60) + jobMinutes} minutes`;

function testJob({ name, group, count, image, script, services }: TestJob) {
  return {
    extends: ".test",
    ...{ tags: group.tags, image, timeout: timeout(group) },
    ...(services !== undefined && { services }),
    ...(count > 1 && { parallel: count }),
    variables: { RESULT: name },
    script: [...startScript, ...script, passedLine],
  };
}

function reportJob(tests: readonly TestJob[], groups: readonly Group[]) {
  const [first] = groups;
  const largest = Math.max(...groups.map((group) => countOf(tests, group)));
  const slow = secondsPerParallel * Math.ceil(largest / gitlabLimits.parallel);
  return {
    ...{ stage: "report", tags: first?.tags ?? [], image: images.job, when: "always" },
    retry: { max: 2, when: "runner_system_failure" },
    variables: {
      EXPECTED: tests.map(({ name, count }) => `${name}:${count}`).join(" "),
      SLOW_SECONDS: String(slow),
    },
    script: [reportScript],
    artifacts: { when: "always", expire_in: "30 days", paths: ["report.txt"] },
  };
}

function countOf(tests: readonly TestJob[], group: Group): number {
  return tests.filter((test) => test.group === group).reduce((sum, { count }) => sum + count, 0);
}
